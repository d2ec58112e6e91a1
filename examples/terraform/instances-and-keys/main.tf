terraform {
  required_version = ">= 1.5"
  required_providers {
    keybinding = {
      source  = "keybinding/keybinding"
      version = "~> 0.1"
    }
  }
}

variable "endpoint" {
  description = "Where the API is. Leave it out for the real one; http://127.0.0.1:18080 is the simulator."
  type        = string
  default     = null
}

provider "keybinding" {
  region   = "ap-guangzhou"
  endpoint = var.endpoint
}

# Stands in for tencentcloud_instance, so that this example runs without an account: like the id of a machine that does not exist yet, its output
# is known only at apply. The README has the real form.
resource "terraform_data" "web" {
  for_each = {
    web-1 = "ins-web00001"
    web-2 = "ins-web00002"
    web-3 = "ins-web00003"
  }
  input = each.value
}

resource "keybinding_key_pair_association" "web" {
  instance_ids = values(terraform_data.web)[*].output
  key_ids      = ["skey-team2026", "skey-alice001"]

  # The machines go together with their keys: unbinding first would stop each of them, only to destroy it.
  on_destroy = "keep"

  # A machine that was just created runs. With "refuse" (built in) the plan would warn and the apply would fail.
  change_policy = {
    stop_policy     = "graceful"
    max_unavailable = "100%" # nobody uses them yet
    canary          = 0
    max_stops       = 3 # still a bound, enforced when the ids are known
  }
}

output "keys" {
  value = keybinding_key_pair_association.web.bindings
}

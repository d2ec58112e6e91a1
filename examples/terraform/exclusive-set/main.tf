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

# The bastions have these two keys and no other. Whatever else turns up on them is drift, and the next apply removes it.
resource "keybinding_instance_keys_exclusive" "bastion" {
  instance_ids = ["ins-bast0001", "ins-bast0002"]
  key_ids      = ["skey-team2026", "skey-breakgls"]

  # Written out although both are what is built in: giving up management must not lock anybody out, and a bastion without a key is worse than
  # a bastion with the wrong one.
  on_destroy = "keep"

  change_policy = {
    stop_policy     = "graceful"
    max_unavailable = "1"
    allow_keyless   = false
  }
}

output "keys" {
  value = keybinding_instance_keys_exclusive.bastion.bindings
}

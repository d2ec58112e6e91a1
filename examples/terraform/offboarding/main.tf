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

# Ada has left: her key opens nothing in the region any more, and if somebody binds it again by hand, the next plan shows it.
resource "keybinding_key_revocation" "ada" {
  key_ids = ["skey-ada0left"]

  change_policy = {
    stop_policy     = "graceful"
    max_unavailable = "25%"
    max_stops       = 10 # a plan that would stop more machines than this is refused

    # One broken machine must not keep Ada's key on all the others: it is reported in pending_instances instead.
    on_blocked = "skip"
  }
}

output "still_open" {
  description = "Machines that Ada's key still opens. Empty means done."
  value       = keybinding_key_revocation.ada.bindings
}

output "waiting" {
  description = "Why, for each of them."
  value       = keybinding_key_revocation.ada.pending_instances
}

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

variable "drop_old" {
  description = "false: the new key joins the old one. true: the old key goes."
  type        = bool
  default     = false
}

locals {
  old_key_id   = "skey-team2025"
  new_key_id   = "skey-team2026"
  instance_ids = ["ins-web00001", "ins-web00002", "ins-web00003"]
}

provider "keybinding" {
  region   = "ap-guangzhou"
  endpoint = var.endpoint

  change_policy = {
    stop_policy     = "graceful"
    max_unavailable = "1"
  }
}

# What the new key opens now, as the API shows it.
data "keybinding_key_pair_associations" "new_key" {
  key_ids = [local.new_key_id]
}

resource "keybinding_key_pair_association" "team" {
  instance_ids = local.instance_ids
  key_ids      = var.drop_old ? [local.new_key_id] : [local.old_key_id, local.new_key_id]

  # Destroying this leaves the keys where they are: they are the only ones. What leaves key_ids is unbound all the same.
  on_destroy = "keep"

  lifecycle {
    # The old key goes only when the new one is on every machine.
    precondition {
      condition = !var.drop_old || length(setsubtract(
        local.instance_ids,
        keys(data.keybinding_key_pair_associations.new_key.bindings)
      )) == 0
      error_message = "The new key is not on every machine yet. Apply with drop_old = false first, and log in with it."
    }
  }
}

output "keys" {
  value = keybinding_key_pair_association.team.bindings
}

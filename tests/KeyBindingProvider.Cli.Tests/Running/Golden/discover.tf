# Key pairs of ap-guangzhou as they are bound. The provider "keybinding" needs this region.

import {
  to = keybinding_key_pair_association.ada_2026
  id = "skey-ada00001/ins-batch001"
}

resource "keybinding_key_pair_association" "ada_2026" {
  key_ids = [
    "skey-ada00001", # ada_2026
  ]
  instance_ids = [
    "ins-batch001", # batch-1
  ]
}

import {
  to = keybinding_key_pair_association.ops_and_1_more
  id = "skey-ops00001,skey-team0001/ins-web00001,ins-web00002"
}

resource "keybinding_key_pair_association" "ops_and_1_more" {
  key_ids = [
    "skey-ops00001", # ops
    "skey-team0001", # team
  ]
  instance_ids = [
    "ins-web00001", # web 1\u{1B}[31m
    "ins-web00002", # web-2
  ]
}

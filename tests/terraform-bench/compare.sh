#!/usr/bin/env bash
# What a change costs under the real Terraform, with two providers in turn: calls, power cycles and wall clock of the same applies. Prints Markdown.
#   tests/terraform-bench/compare.sh OLD NEW [ROUNDS]
# OLD and NEW are published terraform-provider-keybinding files. The simulator answers without times and lags, under the documented rate limits. Needs terraform on
# PATH, bash 5, curl and the built simulator. Times are worth quoting as ratios of one run on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/../.."

old=$(realpath "${1:?the provider to compare with}")
new=$(realpath "${2:?the provider to measure}")
rounds=${3:-3}
. tests/terraform-bench/lib.sh

world() { # machines state keys
  echo "regions:"
  echo "  ap-guangzhou:"
  echo "    keys:"
  for key in skey-team2026:team skey-new02026:new skey-five0000:five0 skey-five0001:five1 skey-five0002:five2 skey-five0003:five3 skey-five0004:five4; do
    echo "      - { id: ${key%%:*}, name: ${key##*:} }"
  done
  echo "    instances:"
  for i in $(seq -f %08g "$1"); do echo "      - { id: ins-$i, name: m-$i, state: $2, keys: [team] }"; done
}

header() {
  cat <<TF
terraform {
  required_providers {
    keybinding = { source = "keybinding/keybinding" }
  }
}
provider "keybinding" {
  region   = "ap-guangzhou"
  endpoint = "$endpoint"
  change_policy = { $1 }
}
TF
}

ids() { echo "[for i in range(1, $1 + 1) : format(\"ins-%08d\", i)]"; }

program() { # scenario
  case $1 in
    five*)
      header "stop_policy = \"graceful\"$([ "$1" = five-at-once ] && echo ', max_unavailable = "100%", canary = 0')"
      cat <<TF
resource "keybinding_key_pair_association" "five" {
  for_each     = toset([for i in range(5) : "skey-five000\${i}"])
  key_ids      = [each.key]
  instance_ids = $(ids 20)
}
TF
      ;;
    three-hundred)
      header 'stop_policy = "graceful"'
      cat <<TF
resource "keybinding_key_pair_association" "each" {
  for_each     = toset($(ids 300))
  instance_ids = [each.key]
  key_ids      = ["skey-new02026"]
}
TF
      ;;
    swap)
      header 'stop_policy = "graceful", max_unavailable = "100%", canary = 0'
      cat <<TF
resource "keybinding_instance_keys_exclusive" "swap" {
  instance_ids = $(ids 100)
  key_ids      = ["skey-new02026"]
}
TF
      ;;
  esac
}

count() { curl -s "$endpoint/_simulator/counts" | tr -d ' \n' | grep -o "\"$1\":{\"calls\":[0-9]*" | grep -o '[0-9]*$' || echo 0; }
cycles() { curl -s "$endpoint/_simulator/oracle" | tr -d ' \n' | grep -o '"powerCycles":{[^}]*}' | head -n 1 | grep -o ':[0-9]*' | tr -d : | sort -n | tail -n 1 || echo 0; }

apply() { # name provider scenario machines state
  local folder="$work/$1" started
  rm -rf "$folder" && mkdir -p "$folder"
  install_provider "$2" "$folder/mirror"
  world "$4" "$5" >"$folder/world.yaml"
  start_simulator "$folder/world.yaml" "$folder/log" --rate-limits on
  program "$3" >"$folder/main.tf"
  (cd "$folder" && terraform init -no-color >out 2>&1) || { cat "$folder/out" >&2; exit 1; }
  started=$(now)
  (cd "$folder" && terraform apply -auto-approve -no-color >out 2>&1) || { tail -n 30 "$folder/out" >&2; exit 1; }
  echo $(($(now) - started)) >>"$work/$1.$3.ms"
  local total=0 action
  for action in DescribeInstances DescribeKeyPairs StopInstances AssociateInstancesKeyPairs DisassociateInstancesKeyPairs StartInstances; do
    total=$((total + $(count "$action")))
  done
  echo "$total calls ($(count DescribeInstances) DescribeInstances, $(count DescribeKeyPairs) DescribeKeyPairs, $(count StopInstances) stop, $(count AssociateInstancesKeyPairs) bind, $(count DisassociateInstancesKeyPairs) unbind, $(count StartInstances) start), $(cycles) cycles a machine at most" >"$work/$1.$3.calls"
  kill "$simulator_pid"
  wait "$simulator_pid" 2>/dev/null || true
  simulator_pid=
}

read -r -a scenarios <<<"${SCENARIOS:-five:20:RUNNING five-at-once:20:RUNNING three-hundred:300:STOPPED swap:100:RUNNING}"
for _ in $(seq "$rounds"); do
  for scenario in "${scenarios[@]}"; do
    IFS=: read -r name machines state <<<"$scenario"
    apply old "$old" "$name" "$machines" "$state"
    apply new "$new" "$name" "$machines" "$state"
  done
done

echo "Median of $rounds rounds, $(terraform version | sed -n 's/^Terraform //p'), $(nproc) cores; calls of the last round"
echo
echo "| | old | new | time |"
echo "|---|---|---|---|"
for scenario in "${scenarios[@]}"; do
  name=${scenario%%:*}
  before=$(median <"$work/old.$name.ms")
  after=$(median <"$work/new.$name.ms")
  echo "| $name | $(cat "$work/old.$name.calls"); $before ms | $(cat "$work/new.$name.calls"); $after ms | $(awk -v a="$after" -v b="$before" 'BEGIN { printf "%.2fx", a / b }') |"
done

#!/usr/bin/env bash
# What planning costs under the real Terraform: 300 resources against 300 terraform_data, and a plan in which nothing is to be done. Prints Markdown.
#   tests/terraform-bench/plan.sh PROVIDER [ROUNDS]
# PROVIDER is a published terraform-provider-keybinding file. The simulator answers without times and lags, under the documented rate limits. Needs terraform on PATH,
# bash 5 and the built simulator. Times are worth quoting as ratios of one run on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/../.."

provider=$(realpath "${1:?the provider to measure}")
rounds=${2:-5}
. tests/terraform-bench/lib.sh

mkdir -p "$work/keys" "$work/data"
{
  echo "regions:"
  echo "  ap-guangzhou:"
  echo "    keys:"
  echo "      - { id: skey-team2026, name: team }"
  echo "      - { id: skey-new02026, name: new }"
  echo "    instances:"
  for i in $(seq -f %08g 300); do echo "      - { id: ins-$i, name: m-$i, state: STOPPED, keys: [team] }"; done
} >"$work/world.yaml"
install_provider "$provider" "$work/mirror"
start_simulator "$work/world.yaml" "$work/log" --rate-limits on
cat >"$work/keys/main.tf" <<TF
terraform {
  required_providers {
    keybinding = { source = "keybinding/keybinding" }
  }
}
provider "keybinding" {
  region        = "ap-guangzhou"
  endpoint      = "$endpoint"
  change_policy = { stop_policy = "graceful" }
}
resource "keybinding_key_pair_association" "each" {
  for_each     = toset([for i in range(1, 301) : format("ins-%08d", i)])
  instance_ids = [each.key]
  key_ids      = ["skey-new02026"]
}
TF
cat >"$work/data/main.tf" <<'TF'
resource "terraform_data" "each" {
  for_each = toset([for i in range(1, 301) : format("ins-%08d", i)])
  input    = each.key
}
TF

# Milliseconds of a command in a folder, appended to a file.
timed() { # name folder command...
  local name=$1 folder=$2 started
  shift 2
  started=$(now)
  (cd "$work/$folder" && "$@" >out 2>&1) || { tail -n 30 "$work/$folder/out" >&2; exit 1; }
  echo $(($(now) - started)) >>"$work/$name.ms"
}

reads() { curl -s "$endpoint/_simulator/counts" | tr -d ' \n' | { grep -o '"Describe[A-Za-z]*":{"calls":[0-9]*' || true; } | grep -o '[0-9]*$' | awk '{ s += $1 } END { print s + 0 }' || true; }

for folder in keys data; do (cd "$work/$folder" && terraform init -no-color >out 2>&1) || { cat "$work/$folder/out" >&2; exit 1; }; done
before=$(reads)
timed warm keys terraform plan -no-color
first=$(($(reads) - before))
for _ in $(seq "$rounds"); do
  timed data data terraform plan -no-color
  timed keys keys terraform plan -no-color
done
timed apply keys terraform apply -auto-approve -no-color
timed applied data terraform apply -auto-approve -no-color
before=$(reads)
timed warm keys terraform plan -no-color -detailed-exitcode
second=$(($(reads) - before))
for _ in $(seq "$rounds"); do
  timed data-noop data terraform plan -no-color -detailed-exitcode
  timed keys-noop keys terraform plan -no-color -detailed-exitcode
done

echo "Median of $rounds rounds, $(terraform version | sed -n 's/^Terraform //p'), $(nproc) cores"
echo
echo "| plan of 300 | terraform_data | associations | ratio | reads |"
echo "|---|---|---|---|---|"
row() { # text data keys reads
  local data keys
  data=$(median <"$work/$2.ms")
  keys=$(median <"$work/$3.ms")
  echo "| $1 | $data ms | $keys ms | $(awk -v a="$keys" -v b="$data" 'BEGIN { printf "%.1fx", a / b }') | $4 |"
}
row "all to be created" data keys "$first"
row "nothing to be done" data-noop keys-noop "$second"

#!/usr/bin/env bash
# What the provider costs on top of Terraform itself: apply, plan and destroy of many resources beside as many terraform_data resources, which do
# the same work inside Terraform with no plugin at all; and how long the provider takes from exec to its handshake. Prints Markdown.
#   tests/terraform-bench/run.sh PROVIDER [RESOURCES] [ROUNDS]
# PROVIDER is the published terraform-provider-keybinding. Needs terraform on PATH, bash 5 and the built simulator. Times depend on the machine and on what else
# it does: only the ratios of one run are worth quoting, and only of an idle machine.
set -euo pipefail
cd "$(dirname "$0")/../.."

provider=$(realpath "${1:?the published terraform-provider-keybinding}")
resources=${2:-300}
rounds=${3:-5}
. tests/terraform-bench/lib.sh
# Machines here stop and start in no time: waiting two seconds to look again would be all that is measured.
export KEYBINDING_POLL_MILLISECONDS=10

# How idle the machine is, in percent, looking for three seconds.
idle() {
  local a b
  read -r -a a </proc/stat
  sleep 3
  read -r -a b </proc/stat
  local total=0 i
  for i in {1..8}; do total=$((total + b[i] - a[i])); done
  echo $((100 * (b[4] - a[4]) / total))
}

# ---- a world in which every pair is bound already, and one key that no machine has ----
{
  echo "regions:"
  echo "  ap-guangzhou:"
  echo "    keys:"
  echo "      - { id: skey-team2026, name: team }"
  echo "      - { id: skey-new02026, name: new }"
  echo "    instances:"
  for i in $(seq -f %08g "$resources"); do
    echo "      - { id: ins-$i, name: m-$i, state: STOPPED, keys: [team] }"
  done
} >"$work/world.yaml"

# A limit would hide the provider behind waiting.
start_simulator "$work/world.yaml" "$work/simulator.log" --rate-limits off

# ---- the provider as a user installs it ----
install_provider "$provider" "$work/mirror"

ids="[for i in range(1, $resources + 1) : format(\"ins-%08d\", i)]"
mkdir -p "$work/floor" "$work/no-work" "$work/one-resource"
cat >"$work/floor/main.tf" <<TF
resource "terraform_data" "each" {
  for_each = toset($ids)
  input    = { instance_ids = [each.key], key_ids = ["skey-team2026"] }
}
TF
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
}
TF
}
{
  header
  cat <<TF
resource "keybinding_key_pair_association" "each" {
  for_each     = toset($ids)
  instance_ids = [each.key]
  key_ids      = ["skey-team2026"]
  on_destroy   = "keep"
}
TF
} >"$work/no-work/main.tf"
{
  header
  cat <<TF
resource "keybinding_key_pair_association" "all" {
  instance_ids = $ids
  key_ids      = ["skey-new02026"]
}
TF
} >"$work/one-resource/main.tf"

timed() {
  local name=$1 started
  shift
  started=$(now)
  "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
  echo $(($(now) - started)) >>"$work/$name"
}

for case in floor no-work one-resource; do
  (cd "$work/$case" && terraform init -no-color >"$work/out" 2>&1) || { cat "$work/out" >&2; exit 1; }
done
calls() { curl -s "$endpoint/_simulator/counts" | tr -d ' \n' | grep -o '"[A-Z][A-Za-z]*":{"calls":[0-9]*' | sed 's/":{"calls":/ /; s/"//' | tr '\n' ';' || true; }

idle_before=$(idle)
for _ in $(seq "$rounds"); do
  for case in floor no-work one-resource; do
    cd "$work/$case"
    timed "$case.apply" terraform apply -auto-approve -no-color
    timed "$case.plan" terraform plan -no-color -detailed-exitcode
    timed "$case.destroy" terraform destroy -auto-approve -no-color
    cd - >/dev/null
  done
done

# ---- exec to handshake: what Terraform waits for, two to five times in every command ----
handshake() {
  local started line pid
  started=${EPOCHREALTIME/[.,]/}
  coproc provider_process {
    TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2 PLUGIN_PROTOCOL_VERSIONS=6 exec "$provider" 2>/dev/null
  }
  pid=$provider_process_PID
  IFS= read -r line <&"${provider_process[0]}"
  echo $((${EPOCHREALTIME/[.,]/} - started))
  [[ $line == 1\|6\|* ]] || { echo "no handshake: $line" >&2; exit 1; }
  awk '/^VmRSS/ { print $2 }' "/proc/$pid/status" >>"$work/rss"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}
for _ in $(seq 20); do handshake; done >"$work/handshake"
idle_after=$(idle)

value() { median <"$work/$1"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
row() {
  printf '| %s |' "$2"
  for phase in apply plan destroy; do
    printf ' %s ms (%sx) |' "$(value "$1.$phase")" "$(ratio "$(value "$1.$phase")" "$(value "floor.$phase")")"
  done
  echo
}
echo "$resources resources, median of $rounds rounds, $(terraform version | sed -n 's/^Terraform //p'), $(nproc) cores, $idle_before % idle before and $idle_after % after"
echo
echo "| | apply | plan | destroy |"
echo "|---|---|---|---|"
row floor "\`terraform_data\` x $resources: no plugin (the floor)"
row no-work "\`keybinding_key_pair_association\` x $resources, bound already: reads, no write"
row one-resource "one \`keybinding_key_pair_association\` of $resources machines, bound and unbound"
echo
printf 'exec to handshake: median %s us, worst %s us of 20, %s KiB resident; binary %s bytes; calls of all rounds: %s\n' \
  "$(value handshake)" "$(sort -n "$work/handshake" | tail -n 1)" "$(value rss)" "$(stat -c %s "$provider")" "$(calls)"

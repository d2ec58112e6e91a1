# What both benches begin with; sourced from the repository's folder. Sets $simulator, $work, $instant and now, median, start_simulator, and cleans up at the end.

simulator=src/KeyBindingProvider.Simulator/bin/Debug/net10.0/cvm-simulator
[ -x "$simulator" ] || { echo "build src/KeyBindingProvider.Simulator first" >&2; exit 1; }

work=$(mktemp -d)
simulator_pid=
cleanup() {
  [ -z "$simulator_pid" ] || kill "$simulator_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0 TF_CLI_CONFIG_FILE="$work/terraformrc"
export TENCENTCLOUD_SECRET_ID=AKIDSIMULATOR000000000000000000000001 TENCENTCLOUD_SECRET_KEY=simulatorSecretKey00000000000001
: >"$TF_CLI_CONFIG_FILE"
platform=$(terraform version -json | sed -n 's/.*"platform": "\(.*\)".*/\1/p')

# Milliseconds since the epoch; no process is started for it.
now() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }

# Median of the numbers on standard input.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Times and lags of the service are not what is measured.
instant=()
for name in stop-soft stop-hard start bind-time unbind-time state-lag keys-lag operation-lag list-lag; do
  instant+=("--$name" 0s)
done

# Starts it over a world with more options; sets $endpoint and $simulator_pid.
start_simulator() { # world log options...
  local world=$1 log=$2
  shift 2
  "$simulator" --world "$world" "${instant[@]}" "$@" >"$log" 2>&1 &
  simulator_pid=$!
  endpoint=
  for _ in $(seq 100); do
    endpoint=$(grep -om1 'http://127.0.0.1:[0-9]*' "$log" || true)
    [ -n "$endpoint" ] && return
    sleep 0.1
  done
  cat "$log" >&2
  exit 1
}

# Puts a provider where terraform looks for it.
install_provider() { # provider mirror
  local folder="$2/registry.terraform.io/keybinding/keybinding/0.1.0/$platform"
  mkdir -p "$folder"
  cp "$1" "$folder/terraform-provider-keybinding_v0.1.0"
  printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$2" >"$TF_CLI_CONFIG_FILE"
}

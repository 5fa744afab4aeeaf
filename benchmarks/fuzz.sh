#!/usr/bin/env bash
# Feeds the parsers of what comes from outside with what nobody would write, guided by the code that it reaches (Jazzer).
# usage: benchmarks/fuzz.sh [SECONDS] [TARGET...]    SECONDS for each target, usual: 120; targets: see below
# Ends with 1 when something was found; what leads to it is in target/fuzz/TARGET/.
set -euo pipefail
cd "$(dirname "$0")/.."

jazzer=0.27.0
seconds=${1:-120}
shift || true
declare -A class=(
  [messages]=event-contracts:io.gennaker.contracts.MessageFuzz
  [definitions]=pipeline-model:io.gennaker.pipeline.DefinitionsFuzz
  [expressions]=pipeline-model:io.gennaker.pipeline.expression.ExpressionFuzz
  [spinnaker]=spinnaker-import:io.gennaker.spinnaker.SpinnakerFuzz
  [webhooks]=trigger-service:io.gennaker.trigger.source.SourceKindFuzz
)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(messages definitions expressions spinnaker webhooks)
for target in "${targets[@]}"; do
  [ -n "${class[$target]:-}" ] || { echo "found '$target'; allowed are ${!class[*]}" >&2; exit 2; }
done

java=$(sh .mvn/find-jdk.sh 25)/bin/java
folder=$PWD/target/fuzz
mkdir -p "$folder"
# shellcheck disable=SC2086
mvn=${MVN:-./mvnw -B -ntp -Dquick -Dwithout-ui}
modules=event-contracts,pipeline-model,spinnaker-import,trigger-service
$mvn -q -pl $modules -am test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz.classpath
$mvn -q -N dependency:copy -Dartifact=com.code-intelligence:jazzer:$jazzer -DoutputDirectory="$folder"
$mvn -q -N dependency:copy -Dartifact=com.code-intelligence:jazzer-api:$jazzer -DoutputDirectory="$folder"

found=0
for target in "${targets[@]}"; do
  module=${class[$target]%%:*}
  main=${class[$target]#*:}
  # The modules' own classes first: what was installed of them may be older.
  path=$module/target/classes:$module/target/test-classes:event-contracts/target/classes:event-contracts/target/test-classes:pipeline-model/target/classes
  path=$path:$(cat "$module/target/fuzz.classpath"):$folder/jazzer-$jazzer.jar:$folder/jazzer-api-$jazzer.jar
  work=$folder/$target
  rm -rf "$work/seeds"
  mkdir -p "$work/seeds" "$work/corpus" "$work/findings"
  "$java" -cp "$path" "$main" "$work/seeds"
  echo "== $target: $seconds s, beginning with $(find "$work/seeds" -type f | wc -l) seeds"
  if "$java" --enable-native-access=ALL-UNNAMED -Xmx1g -cp "$path" com.code_intelligence.jazzer.Jazzer \
    --target_class="$main" --instrumentation_includes='io.gennaker.**:org.snakeyaml.**:com.fasterxml.**' \
    --reproducer_path="$work/findings" -artifact_prefix="$work/findings/" \
    -max_total_time="$seconds" -timeout=60 -rss_limit_mb=3000 -max_len=20000 "$work/corpus" "$work/seeds" >"$work/log" 2>&1; then
    grep -E '^Done ' "$work/log"
  else
    found=1
    grep -E '== Java Exception|^Caused by|^\sat io.gennaker|SUMMARY|ALARM' "$work/log" | head -n 12
    echo "the rest is in ${work#"$PWD/"}/log, the input in ${work#"$PWD/"}/findings"
  fi
done
exit $found

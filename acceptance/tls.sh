#!/usr/bin/env bash
# Runs one service with HTTP, Kafka and PostgreSQL over TLS, configured as docs/hardening.md says, and checks that all three
# are: the service is ready over https, its connections to PostgreSQL are encrypted, and without TLS neither is let in.
# At the broker (SASL_SSL) it is a user with the rights of deploy/kustomize/overlays/cluster/kafka-users.yaml: with those it makes
# the topics, reads and writes; what others write, it may not, nor may another service what this one writes, nor a stranger anything.
# Needs: the modules packaged (./mvnw -DskipTests package), a JDK 25, openssl, PostgreSQL with psql (POSTGRES_BIN, else Debian's folder
# or the PATH). usage: acceptance/tls.sh
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
bin=${POSTGRES_BIN:-$(dirname "$(ls /usr/lib/postgresql/*/bin/psql 2>/dev/null | tail -n 1 || command -v psql)")}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
started=()
finish() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
as() { if [ "$(id -u)" = 0 ]; then unshare -U "$@"; else "$@"; fi; }
free() { "$java" -XX:TieredStopAtLevel=1 "$work/Free.java"; }
fail() { echo "TLS: $1" >&2; tail -n 40 "$work"/*.log >&2 || true; exit 1; }
until_true() { for _ in $(seq 360); do "$@" >/dev/null 2>&1 && return; sleep 0.5; done; fail "waited in vain for: $*"; }

cat > "$work/Free.java" <<'J'
void main() throws Exception { try (var socket = new java.net.ServerSocket(0)) { IO.println(socket.getLocalPort()); } }
J
cat > "$work/Rights.java" <<'J'
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;

/// grant FILE | written TOPIC | refuse USER TOPIC
void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
        case "grant" -> grant(Path.of(arguments[1]));
        case "written" -> System.exit(written(arguments[1]) ? 0 : 1);
        case "refuse" -> System.exit(refused(arguments[1], arguments[2]) ? 0 : 1);
        default -> System.exit(2);
    }
}

Map<String, Object> as(String user) {
    return Map.of(
            "bootstrap.servers", System.getProperty("broker"),
            "security.protocol", "SASL_SSL",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", System.getProperty("ca"),
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                    + "\" password=\"secret-of-" + user + "\";");
}

void grant(Path file) throws Exception {
    var resource = Pattern.compile("- resource: \\{type: (\\w+), name: (\\S+), patternType: (\\w+)}");
    var bindings = new ArrayList<AclBinding>();
    String user = "";
    ResourcePattern on = null;
    for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        var match = resource.matcher(text);
        if (text.startsWith("name: ")) {
            user = text.substring("name: ".length());
        } else if (match.matches()) {
            on = new ResourcePattern(
                    ResourceType.fromString(match.group(1)),
                    match.group(2),
                    match.group(3).equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
        } else if (text.startsWith("operations: [")) {
            for (String operation : text.substring("operations: [".length(), text.length() - 1).split(", ")) {
                bindings.add(new AclBinding(on, new AccessControlEntry(
                        "User:" + user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW)));
            }
        }
    }
    try (var admin = Admin.create(as("admin"))) {
        admin.createAcls(bindings).all().get();
    }
    IO.println(bindings.size());
}

boolean written(String topic) throws Exception {
    try (var admin = Admin.create(as("admin"))) {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
                .forEach(partition -> asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().values().stream().anyMatch(end -> end.offset() > 0);
    }
}

boolean refused(String user, String topic) throws Exception {
    try (var producer = new KafkaProducer<>(as(user), new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(topic, "key", "forged")).get();
        return false;
    } catch (ExecutionException failed) {
        IO.println(user + " on " + topic + ": " + failed.getCause().getMessage());
        return failed.getCause() instanceof TopicAuthorizationException
                || failed.getCause() instanceof AuthenticationException;
    }
}
J
postgres=$(free); kafka=$(free); controller=$(free); https=$(free)

# one authority, one certificate for all servers
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tls-test-authority -keyout ca.key -out ca.crt 2>openssl.log
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr 2>>openssl.log
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > names
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt 2>>openssl.log
openssl pkcs12 -export -in server.crt -inkey server.key -passout pass:changeit -out server.p12
chmod 600 server.key

# PostgreSQL that takes nobody without TLS
as "$bin/initdb" --pgdata=data --username=postgres --auth=trust --no-sync >initdb.log
cat >> data/postgresql.conf <<C
port = $postgres
listen_addresses = '127.0.0.1'
unix_socket_directories = '$work'
ssl = on
ssl_cert_file = '$work/server.crt'
ssl_key_file = '$work/server.key'
C
printf 'local all all trust\nhostssl all all 127.0.0.1/32 trust\n' > data/pg_hba.conf
as "$bin/postgres" -D data >postgres.log 2>&1 & started+=($!)
sql() { "$bin/psql" -h "$work" -p "$postgres" -U postgres -Atc "$1"; }
until_true sql 'select 1'
sql 'create role trigger login' >/dev/null
sql 'create schema trigger authorization trigger' >/dev/null
"$bin/psql" "host=127.0.0.1 port=$postgres user=postgres sslmode=disable" -c 'select 1' >refused.log 2>&1 \
  && fail 'PostgreSQL took a connection without TLS'

# a broker with a SASL_SSL listener and no other for clients, where nobody may do what is not granted
cat > broker.properties <<C
process.roles=broker,controller
node.id=1
log.dirs=$work/kafka
listeners=SASL_SSL://localhost:$kafka,CONTROLLER://127.0.0.1:$controller
advertised.listeners=SASL_SSL://localhost:$kafka
listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="secret-of-admin";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:admin;User:ANONYMOUS
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:$controller
ssl.keystore.type=PKCS12
ssl.keystore.location=$work/server.p12
ssl.keystore.password=changeit
ssl.key.password=changeit
ssl.truststore.type=PEM
ssl.truststore.location=$work/ca.crt
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
auto.create.topics.enable=false
C
libraries="$root/playground/target/lib/*"
"$java" -cp "$libraries" kafka.tools.StorageTool format --standalone --cluster-id "$("$java" -cp "$libraries" kafka.tools.StorageTool random-uuid)" \
  $(for user in admin gennaker-trigger gennaker-deployer; do echo "--add-scram SCRAM-SHA-512=[name=$user,password=secret-of-$user]"; done) \
  --config broker.properties >format.log 2>&1 || fail 'the log was not formatted'
"$java" -Xmx256m -cp "$libraries" kafka.Kafka broker.properties >kafka.log 2>&1 & started+=($!)
until_true openssl s_client -connect "localhost:$kafka" -CAfile ca.crt -verify_return_error </dev/null
rights() { "$java" -XX:TieredStopAtLevel=1 -cp "$libraries" "-Dbroker=localhost:$kafka" "-Dca=$work/ca.crt" "$work/Rights.java" "$@" 2>>rights.log; }
granted=$(rights grant "$root/deploy/kustomize/overlays/cluster/kafka-users.yaml") || fail 'the rights were not granted'

# the service, by the settings of docs/hardening.md
env QUARKUS_HTTP_SSL_PORT="$https" QUARKUS_HTTP_PORT="$(free)" \
  QUARKUS_HTTP_SSL_CERTIFICATE_FILES="$work/server.crt" QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES="$work/server.key" \
  QUARKUS_HTTP_INSECURE_REQUESTS=disabled \
  KAFKA_BOOTSTRAP_SERVERS="localhost:$kafka" KAFKA_SECURITY_PROTOCOL=SASL_SSL KAFKA_SASL_MECHANISM=SCRAM-SHA-512 \
  KAFKA_SASL_JAAS_CONFIG='org.apache.kafka.common.security.scram.ScramLoginModule required username="gennaker-trigger" password="secret-of-gennaker-trigger";' \
  KAFKA_SSL_TRUSTSTORE_TYPE=PEM KAFKA_SSL_TRUSTSTORE_LOCATION="$work/ca.crt" \
  QUARKUS_DATASOURCE_JDBC_URL="jdbc:postgresql://localhost:$postgres/postgres?currentSchema=trigger&sslmode=verify-full&sslrootcert=$work/ca.crt" \
  QUARKUS_DATASOURCE_USERNAME=trigger QUARKUS_DATASOURCE_PASSWORD=unused \
  GENNAKER_TOPICS_REPLICATION=1 \
  "$java" -Xmx128m -jar "$root/trigger-service/target/quarkus-app/quarkus-run.jar" >service.log 2>&1 & started+=($!)
ready() { curl -fsS --cacert ca.crt "https://localhost:$https/q/health/ready"; }
until_true ready
ready >health.json
grep -q '"status": "UP"' health.json || fail "not ready: $(cat health.json)"

plain=$(sql "select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) where a.usename = 'trigger' and not s.ssl")
secure=$(sql "select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) where a.usename = 'trigger' and s.ssl")
[ "$plain" = 0 ] && [ "$secure" -gt 0 ] || fail "connections to PostgreSQL: $secure with TLS, $plain without"
echo "TLS: ready over https; PostgreSQL: $secure connections, all with TLS $(sql "select distinct version from pg_stat_ssl where ssl"); Kafka: SASL_SSL only"

# what it may, and what nobody but the writer may
until_true rights written gennaker.health-events
for forged in 'gennaker-trigger gennaker.judgement-commands' 'gennaker-trigger gennaker.execution-events' \
  'gennaker-deployer gennaker.execution-commands' 'stranger gennaker.triggers'; do
  # shellcheck disable=SC2086
  rights refuse $forged || fail "written, though it may not: $forged"
done
echo "rights: $granted of kafka-users.yaml are enough for the service, and all others were refused"

# Quarry's front door. `make help` lists what there is.
#
# Needs a JDK 25 or newer and Maven. The JDK is looked for in JAVA_HOME, on the PATH, and in the platform's usual places;
# the first that is new enough is used, whatever `java` on the PATH is.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help docs run doctor keys dev test test-pgvector test-pgbouncer test-pipeline check format build demo eval eval-chunking bench-pool bench-pipeline bench-recall bench-search bench-search-pgvector bench-explorer sbom clean jdk

JDK := $(shell scripts/find-jdk)
export JAVA_HOME := $(JDK)
MVN := mvn -B -q
JAR := target/quarkus-app/quarkus-run.jar
TOOLS := target/.tools-built
SOURCES := $(shell find src/main pom.xml -type f)
JAVA := $(JDK)/bin/java --enable-native-access=ALL-UNNAMED
TOOL := $(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*'

help: ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-21s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(JAR) ## Build and start the service on port 8080, with the embedded PostgreSQL unless DATABASE_URL is set (SAMPLE=parts)
	@exec $(JAVA) $(if $(SAMPLE),-Dsmallrye.config.locations=samples/$(SAMPLE).properties) -jar $(JAR)

dev: jdk ## Start in Quarkus dev mode: changed code is live at the next request
	@mvn -q quarkus:dev

test: jdk ## All tests, against a real embedded PostgreSQL
	@rm -rf target/surefire-reports
	@$(MVN) verify
	@scripts/test-summary

test-pgvector: jdk ## The tests that use the database, against a server with pgvector (QUARRY_TEST_DATABASE_URL)
	@scripts/test-pgvector

test-pgbouncer: jdk ## The same tests through PgBouncer in transaction mode, in front of QUARRY_TEST_DATABASE_URL
	@scripts/test-pgbouncer

test-pipeline: $(JAR) ## The packaged service in several processes, which are killed, stopped and cut off while they embed
	@rm -rf target/surefire-reports target/pipeline
	@$(MVN) test-compile surefire:test@pipeline
	@scripts/test-summary

check: jdk ## Format, compile with every warning an error, Error Prone, NullAway, architecture
	@$(MVN) spotless:check test-compile surefire:test -Dtest=ArchitectureTest,ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false

format: jdk ## Format the code
	@$(MVN) spotless:apply

build: $(JAR) ## Build the service

doctor: $(JAR) ## Examine the database that DATABASE_URL names, or the embedded one: what is well, what to change
	@exec $(JAVA) -jar $(JAR) doctor $(ARGS)

keys: $(JAR) ## Make, list or revoke API keys: make keys ARGS="create --name shop --role reader"
	@exec $(JAVA) -jar $(JAR) keys $(ARGS)

demo: $(TOOLS) ## Ingest samples/ into the running service and ask a few questions
	@$(TOOL) dev.quarry.demo.Demo $(ARGS)

eval: $(TOOLS) ## Measure search quality: make eval DATA=folder in BEIR's layout
	@test -n "$(DATA)" || { echo "usage: make eval DATA=folder (corpus.jsonl, queries.jsonl, qrels.tsv) [ARGS=...]"; exit 2; }
	@$(TOOL) dev.quarry.evaluation.BeirEvaluation "$(DATA)" $(ARGS)

eval-chunking: $(TOOLS) ## Measure the ways to cut a text: make eval-chunking DATA=folder of Chroma's chunking evaluation
	@test -n "$(DATA)" || { echo "usage: make eval-chunking DATA=folder (questions_df.csv and its texts) [ARGS=...]"; exit 2; }
	@$(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' dev.quarry.evaluation.chunking.ChunkingEvaluation "$(DATA)" $(ARGS)

bench-pool: $(TOOLS) ## Compare Quarry's connection pool with Vert.x's own, in turns
	@$(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' dev.quarry.postgres.pool.PoolComparison

bench-pipeline: $(TOOLS) ## Compare the pipeline with the bare model, and searches with a backlog to searches without (ARGS=--short)
	@$(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' dev.quarry.benchmark.PipelineBenchmark $(ARGS)

bench-search: $(TOOLS) ## Time searches over 100,000 chunks (ARGS=--short; DATABASE_URL for another database)
	@$(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' dev.quarry.benchmark.SearchBenchmark $(ARGS)

bench-search-pgvector: $(TOOLS) ## The same on a throw-away server with pgvector and 1 GB of shared buffers (Debian, as root)
	@scripts/bench-search-pgvector $(ARGS)

bench-explorer: $(TOOLS) ## Time the chunk explorer's pages over 100,000 chunks (ARGS=--short; DATABASE_URL for another database)
	@$(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' dev.quarry.benchmark.ExplorerBenchmark $(ARGS)

bench-recall: $(TOOLS) ## Measure the vector indexes: make bench-recall DATA=folder of texts (QUARRY_TEST_DATABASE_URL for pgvector)
	@$(JAVA) -cp 'target/test-classes:target/classes:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' dev.quarry.embedding.recall.RecallBenchmark $(DATA)

sbom: $(TOOLS) ## Write what the service is made of to target/sbom.json (CycloneDX), and docs/licences.md from it
	@$(MVN) org.cyclonedx:cyclonedx-maven-plugin:makeBom
	@$(TOOL) dev.quarry.supply.LicencePage target/sbom.json docs/licences.md

docs: jdk ## Write docs/configuration.md from the code
	@$(MVN) test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dquarry.docs.write=true

clean: ## Remove what builds made; data/ stays
	@rm -rf target

$(JAR): $(SOURCES) | jdk
	@echo "Building (the first time fetches dependencies and takes a few minutes) ..."
	@$(MVN) package -DskipTests
	@touch $@

# The jar's build compiles the tools too: they stand beside the tests, held to the same checks, and are not shipped.
$(TOOLS): $(JAR) $(shell find src/test -type f) | jdk
	@$(MVN) test-compile
	@touch $@

jdk:
	@test -n "$(JDK)" || { scripts/find-jdk --explain; exit 1; }

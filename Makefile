# Two commands: `make run` and `make test` do all set-up by themselves. `make` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Where development keeps everything; nothing outside it is touched.
DEVELOPMENT ?= .development
# Debian packages that the build and the tests need, and a file that each of them brings.
BUILD_PACKAGES := git:/usr/bin/git binutils:/usr/bin/ld libc6-dev:/usr/include/stdio.h \
  libstdc++-12-dev:/usr/include/c++/12/string \
  libsystemd-dev:/usr/include/systemd/sd-daemon.h libexpat1-dev:/usr/include/expat.h \
  libxlsxwriter-dev:/usr/include/xlsxwriter.h libcurl4-openssl-dev:/usr/bin/curl-config libsqlite3-dev:/usr/include/sqlite3.h zlib1g-dev:/usr/include/zlib.h \
  pkg-config:/usr/bin/pkg-config tzdata:/usr/share/zoneinfo/Asia/Makassar
TEST_PACKAGES := systemd:/lib/systemd/systemd util-linux:/usr/bin/unshare \
  iproute2:/sbin/ip python3:/usr/bin/python3 procps:/bin/ps sqlite3:/usr/bin/sqlite3 \
  graphviz:/usr/bin/dot faketime:/usr/bin/faketime \
  python3-icalendar:/usr/lib/python3/dist-packages/icalendar/__init__.py \
  python3-aiosmtpd:/usr/lib/python3/dist-packages/aiosmtpd/__init__.py openssl:/usr/bin/openssl
SOURCES := Package.swift Sources Tests Benchmarks

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.PHONY: run
run: setup ## build and start the daemon with the shipped workflows, below .development
	swift build --product sinergid
	swift build --product sinergictl
	exec .build/debug/sinergid --development "$(DEVELOPMENT)" --workflows workflows

.PHONY: test
test: setup test-setup ## build everything and run every test
	swift build --build-tests
	@# Channels have time limits of their own; beside the long computations of other suites they would
	@# wait for a processor, not for their servers.
	swift test --skip-build --skip NotifyTests
	swift test --skip-build --filter NotifyTests

.PHONY: lint
lint: ## check the format of all Swift files
	swift format lint --strict --parallel --recursive $(SOURCES)

.PHONY: format
format: ## format all Swift files
	swift format --in-place --parallel --recursive $(SOURCES)

.PHONY: bench
bench: setup ## measure the interpreter, transitions, timers, mails, memory, start-up (a release build first)
	swift build -c release --product StatechartBench
	.build/release/StatechartBench
	swift build -c release --product ExpressionBench
	.build/release/ExpressionBench workflows/nota-kesepahaman-opd.yaml
	swift build -c release --product MailBench
	.build/release/MailBench
	swift build -c release --product sinergid
	swift build -c release --product EngineBench
	.build/release/EngineBench --daemon .build/release/sinergid --workflows workflows

# How long the fuzzer runs, in seconds.
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: setup ## feed the expression language with texts that nobody wrote, for FUZZ_SECONDS (60)
	@mkdir -p .build-fuzz/corpus
	swiftc -O -parse-as-library -sanitize=fuzzer -D FUZZING -swift-version 6 -module-name CELFuzz \
	  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
	  $$(find Sources/Core/CEL -name '*.swift') Tests/CELTests/FuzzTarget.swift -o .build-fuzz/cel-fuzz
	@i=0; while IFS= read -r line; do i=$$((i+1)); printf '%s' "$$line" > .build-fuzz/corpus/seed-$$i; done \
	  < <(cat Tests/CELTests/Corpus/seeds.txt Tests/CELTests/Corpus/findings.txt)
	.build-fuzz/cel-fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=600 -timeout=10 -rss_limit_mb=2048 \
	  -artifact_prefix=.build-fuzz/ -print_final_stats=1 .build-fuzz/corpus

.PHONY: docs
docs: setup ## build the reference pages of the libraries Statechart and CEL, below .build-docs
	@for library in Statechart CEL; do \
	  swift build --target $$library --scratch-path .build-docs \
	    -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc .build-docs/graph && \
	  mkdir -p .build-docs/graph-$$library && cp .build-docs/graph/$$library.symbols.json .build-docs/graph-$$library/ && \
	  docc convert Sources/Core/$$library/$$library.docc --warnings-as-errors \
	    --additional-symbol-graph-dir .build-docs/graph-$$library \
	    --fallback-display-name $$library --fallback-bundle-identifier sinergi.$$library \
	    --output-path .build-docs/$$library.doccarchive || exit 1; \
	  echo "written: .build-docs/$$library.doccarchive"; \
	done

.PHONY: setup
setup: ## install the system libraries that are missing (Debian; root or sudo)
	@command -v swift >/dev/null || { echo "cannot find swift: install a Swift 6.2 toolchain or newer (swift.org/install) and put it in PATH" >&2; exit 1; }
	@$(call install,$(BUILD_PACKAGES))

.PHONY: test-setup
test-setup:
	@$(call install,$(TEST_PACKAGES))

# Installs the packages whose file is missing.
define install
missing=""; \
for item in $(1); do [ -e "$${item#*:}" ] || missing="$$missing $${item%%:*}"; done; \
if [ -n "$$missing" ]; then \
  echo "installing:$$missing"; \
  as=""; if [ "$$(id -u)" != 0 ]; then as="sudo"; command -v sudo >/dev/null || { echo "cannot install$$missing: neither root nor sudo; ask the administrator to run apt-get install$$missing" >&2; exit 1; }; fi; \
  $$as apt-get update -q && DEBIAN_FRONTEND=noninteractive $$as apt-get install -q -y --no-install-recommends $$missing; \
fi
endef

.PHONY: clean
clean: ## remove what was built and the development directory
	rm -rf .build "$(DEVELOPMENT)"

.PHONY: test coverage format check bench web-test cross-check dist dist-test

test:
	bin/test

coverage:
	swift test --enable-code-coverage
	Tests/Structure/coverage.py

format:
	swift format -i -r Package.swift Sources Tests
	swift format lint --strict -r .

check:
	bin/longhand check lessons

dist:
	Packaging/make-dist

dist-test:
	Packaging/test-dist

# All as it is shipped: with Swift's library in the program.
bench:
	Benchmarks/size.py
	Benchmarks/startup.py
	Benchmarks/formulas.py
	Benchmarks/training.py
	swift build -c release --product screens-benchmark --static-swift-stdlib
	.build/release/screens-benchmark lessons/05-hidden-error.md lessons/07-gradient-descent.md
	.build/release/screens-benchmark train lessons/11-training.md
	swift build -c release --product reasons-benchmark --static-swift-stdlib
	.build/release/reasons-benchmark Tests/Reasons/Derivations/derivations.json

# Published pages in a browser, all lessons: needs what the tests of publishing have written. The program is of the same build
# as in bin/test, so that nothing is built twice.
web-test:
	bin/setup chromium chromium-driver fonts-dejavu-core python3-venv
	bin/test -c release -Xswiftc -enable-testing --filter PublishingTests
	test -d .build/web || /usr/bin/python3 -m venv .build/web
	.build/web/bin/pip install --quiet --disable-pip-version-check selenium axe-core-python fonttools brotli pillow
	.build/web/bin/python Tests/EndToEnd/pages.py .build/release/longhand
	.build/web/bin/python Tests/EndToEnd/page_sizes.py .build/release/longhand
	.build/web/bin/python Tests/EndToEnd/pages_follow.py .build/release/longhand
	.build/web/bin/pip install --quiet --disable-pip-version-check numpy
	.build/web/bin/python Tests/EndToEnd/pages_operations.py .build/release/longhand 3

# The C for aarch64 and for musl: compiled with warnings as errors, and the loops of training run there.
cross-check:
	bin/setup gcc-aarch64-linux-gnu libc6-dev-arm64-cross musl-tools qemu-user python3
	/usr/bin/python3 Tests/EndToEnd/cross_check.py --self-test
	/usr/bin/python3 Tests/EndToEnd/cross_check.py

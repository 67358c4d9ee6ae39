.PHONY: test coverage format check bench dist dist-test

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

bench:
	Benchmarks/size.py
	Benchmarks/startup.py
	Benchmarks/formulas.py
	Benchmarks/training.py
	swift build -c release --product screens-benchmark
	.build/release/screens-benchmark lessons/05-hidden-error.md lessons/07-gradient-descent.md

.PHONY: test format check bench

test:
	bin/test

format:
	swift format -i -r Package.swift Sources Tests
	swift format lint --strict -r .

check:
	bin/longhand check lessons

bench:
	Benchmarks/startup.py
	Benchmarks/formulas.py

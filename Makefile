# Each target is one command of the xtask package: xtask/src/main.rs.
.PHONY: run test check bench

run: ; cargo xtask run $(ARGS)

test: ; cargo xtask test

check: ; cargo xtask check

bench: ; cargo xtask bench

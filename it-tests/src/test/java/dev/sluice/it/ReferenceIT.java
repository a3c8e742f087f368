package dev.sluice.it;

/** The contract, kept by the kit's own engine, a plain consumer loop. */
@Engine(value = "it-tests/examples/reference", hasOwnState = false)
class ReferenceIT extends Conformance {}

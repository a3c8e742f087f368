package dev.sluice.kit;

/** The contract, kept by the kit's own engine, a plain consumer loop. */
@Engine(value = "examples/reference", hasOwnState = false)
class ReferenceIT extends Conformance {}

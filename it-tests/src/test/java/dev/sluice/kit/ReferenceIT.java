package dev.sluice.kit;

/** The contract, kept by the kit's own engine, a plain consumer loop. */
@EngineUnderTest(value = "examples/reference", hasOwnState = false)
class ReferenceIT extends Conformance {}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.model.Event;
import dev.sluice.model.Position;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class AcceptedRecordTest {

  private final TypeSerializer<AcceptedRecord> serializer =
      TypeInformation.of(AcceptedRecord.class).createSerializer(withoutGenericTypes());

  @Test
  void r7_anAcceptedRowSurvivesTheShuffle() throws IOException {
    AcceptedRecord row =
        new AcceptedRecord(
            new Position(3, 9_000_000_000L),
            new Event("id", -1L, "h", "/p", "::1", "GET", 200, 5_000_000_000L, "/r", "agent"));

    assertEquals(row, shuffled(row));
  }

  @Test
  void r7_anAcceptedRowWithoutOptionalFieldsSurvivesTheShuffle() throws IOException {
    AcceptedRecord row =
        new AcceptedRecord(
            new Position(0, 0), new Event(null, 0L, "h", "/", null, null, null, null, null, null));

    assertEquals(row, shuffled(row));
  }

  private AcceptedRecord shuffled(AcceptedRecord row) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(row, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    AcceptedRecord back = serializer.deserialize(in);
    assertFalse(in.available() > 0, "bytes left over");
    return back;
  }

  private static SerializerConfigImpl withoutGenericTypes() {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return config;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class TaskLocalTypeTest {

  private static final LogRecord RECORD = new LogRecord(new Position(1, 2), 3, new byte[] {4});

  private final TypeSerializer<LogRecord> serializer =
      TaskLocalType.type(LogRecord.class).createSerializer(new SerializerConfigImpl());

  @Test
  void aValueIsHandedOnAsItIs() {
    assertSame(RECORD, serializer.copy(RECORD));
  }

  @Test
  void r9_aValueThatWouldLeaveItsTaskFailsAndSaysWhy() {
    Exception failure =
        assertThrows(
            UnsupportedOperationException.class,
            () -> serializer.serialize(RECORD, new DataOutputSerializer(16)));

    assertTrue(
        failure.getMessage().startsWith("a LogRecord would leave its task"), failure.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The type of immutable values that never leave the task in which they were made: they are passed
 * on without a copy. A break in the chain of source, decision and sink would break the order that
 * the ledger relies on (R9); so a value that must cross a network or be stored in state fails the
 * job, with an error that explains why.
 */
final class TaskLocalType<T> extends GenericTypeInfo<T> {

  private static final long serialVersionUID = 1L;

  private TaskLocalType(Class<T> type) {
    super(type);
  }

  static <T> TypeInformation<T> type(Class<T> type) {
    return new TaskLocalType<>(type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new PassThrough<>(getTypeClass().getSimpleName());
  }

  @Override
  public String toString() {
    return "TaskLocalType(" + getTypeClass().getSimpleName() + ")";
  }

  private static final class PassThrough<T> extends TypeSerializerSingleton<T> {

    private static final long serialVersionUID = 1L;

    private final String type;

    PassThrough(String type) {
      this.type = type;
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public T copy(T from) {
      return from;
    }

    @Override
    public T copy(T from, T reuse) {
      return from;
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public T createInstance() {
      throw leaving();
    }

    @Override
    public void serialize(T value, DataOutputView target) {
      throw leaving();
    }

    @Override
    public T deserialize(DataInputView source) {
      throw leaving();
    }

    @Override
    public T deserialize(T reuse, DataInputView source) {
      throw leaving();
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) {
      throw leaving();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
      throw leaving();
    }

    private UnsupportedOperationException leaving() {
      return new UnsupportedOperationException(
          "a "
              + type
              + " would leave its task: source, decision and sink must be chained at equal"
              + " parallelism, without keyBy, rebalance or state in between");
    }
  }
}

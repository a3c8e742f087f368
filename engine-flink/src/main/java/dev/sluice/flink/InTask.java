package dev.sluice.flink;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The type of immutable values that never leave the task they were made in: handed on as they are.
 * Whoever breaks the chain of source, decision and sink breaks the order that the ledger relies on
 * (R9), so a value that is to cross a network or go into state fails the job, and says why.
 */
final class InTask<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  private InTask(Class<T> type) {
    this.type = type;
  }

  static <T> TypeInformation<T> type(Class<T> type) {
    return new InTask<>(type);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new HandedOn<>(type);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof InTask;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InTask<?> that && type == that.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "InTask(" + type.getSimpleName() + ")";
  }

  private static final class HandedOn<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    HandedOn(Class<T> type) {
      this.type = type;
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
      return this;
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

    @Override
    public boolean equals(Object other) {
      return other instanceof HandedOn<?> that && type == that.type;
    }

    @Override
    public int hashCode() {
      return type.hashCode();
    }

    private UnsupportedOperationException leaving() {
      return new UnsupportedOperationException(
          "a "
              + type.getSimpleName()
              + " would leave its task: source, decision and sink must be chained at equal"
              + " parallelism, without keyBy, rebalance or state in between");
    }
  }
}

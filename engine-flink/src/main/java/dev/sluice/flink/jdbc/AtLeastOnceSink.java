// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.jdbc;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC connector's sink without the state and the committer that only its XA mode uses, and
 * with a close that cannot fail. The connector flushes again when it closes. If a task ends because
 * its database failed, that flush fails too and ends the whole task manager, and the job then
 * reports that end instead of the reason. Rows that a close does not write are read again, since
 * their offsets were not committed.
 */
final class AtLeastOnceSink<T> implements Sink<T> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(AtLeastOnceSink.class);

  private final JdbcSink<T> sink;

  AtLeastOnceSink(JdbcSink<T> sink) {
    this.sink = sink;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return new Writer<>(sink.createWriter(context));
  }

  private static final class Writer<T> implements SinkWriter<T> {

    private final SinkWriter<T> writer;

    Writer(SinkWriter<T> writer) {
      this.writer = writer;
    }

    @Override
    public void write(T row, Context context) throws IOException, InterruptedException {
      writer.write(row, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
    }

    @Override
    public void close() {
      try {
        writer.close();
      } catch (Exception e) {
        LOG.warn("rows were not written, and will be read again: {}", e.getMessage());
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A type of sink that is only keys, one of each sort. */
public final class TestSink implements SinkKeys {

  private static final ConfigKey PLACE =
      ConfigKey.required(
              "test.place",
              new ValueKind.Text("a place: test:…", text -> text.startsWith("test:")),
              "Where it is.")
          .secret();
  private static final ConfigKey PASSWORD =
      ConfigKey.of("test.password", ValueKind.Text.MAYBE_EMPTY, "", "Its password.")
          .secret()
          .orVariable("TEST_PASSWORD");
  private static final ConfigKey CREATE =
      ConfigKey.of("test.create", new ValueKind.Flag(), false, "Whether to create it.");
  private static final ConfigKey PROPERTIES =
      ConfigKey.of(
              "test.properties",
              new ValueKind.Properties(
                  name -> name.equals("taken") ? Optional.of("the sink's own") : Optional.empty()),
              Map.of(),
              "More properties.")
          .secret()
          .orVariable("TEST_JAAS");

  static SinkSettings settings(
      String place, String password, boolean create, Map<String, String> properties) {
    return new SinkSettings(
        "test",
        Map.of(
            PLACE.key(), place,
            PASSWORD.key(), password,
            CREATE.key(), create,
            PROPERTIES.key(), properties));
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(PLACE, PASSWORD, CREATE, PROPERTIES);
  }

  /** Another type, with one key. */
  public static final class Other implements SinkKeys {

    @Override
    public String name() {
      return "other";
    }

    @Override
    public List<ConfigKey> keys() {
      return List.of(ConfigKey.optional("other.place", ValueKind.Text.ANY, "Where it is."));
    }
  }
}

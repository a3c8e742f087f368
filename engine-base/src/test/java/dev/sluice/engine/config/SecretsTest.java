// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests what is masked, and what stays readable. */
class SecretsTest {

  @Test
  void thePasswordWithinALineOfAModuleIsASecretOfItsOwn() {
    Secrets secrets =
        Secrets.of(
            Map.of(
                "sasl.jaas.config",
                "a.b.PlainLoginModule required username=\"sluice\" password=\"hunter2 x\""
                    + " clientSecret=tiger;"));
    assertEquals(
        "login of sluice with *** and *** failed",
        secrets.masked("login of sluice with hunter2 x and tiger failed"));
  }

  @Test
  void whatTheClientsCallAPasswordIsASecretAndWhatAnUnknownNameCallsOne() {
    Secrets secrets =
        Secrets.of(
            Map.of(
                "ssl.key.password", "one",
                "ssl.truststore.certificates", "two",
                "example.vault.token", "three",
                "sasl.oauthbearer.token.endpoint.url", "https://idp",
                "client.id", "five"));
    assertEquals("*** *** *** https://idp five", secrets.masked("one two three https://idp five"));
    assertEquals("Secrets[3]", secrets.toString());
  }

  @Test
  void aSinksPasswordIsASecretAndThoseAmongItsProperties() {
    EngineConfig config =
        TestConfigs.starting("resume", false)
            .withSink(
                TestSink.settings("test://db", "one", true, Map.of("ssl.key.password", "two")));
    assertEquals("test://db *** ***", Secrets.of(config).masked("test://db one two"));
  }

  @Test
  void aBlankIsNoSecretAndWholeWordsAreMaskedAlone() {
    Secrets secrets = new Secrets(List.of("", " ", "postgres"));
    assertEquals(
        "jdbc:postgresql://db/*** of ***",
        secrets.masked("jdbc:postgresql://db/postgres of postgres"));
  }
}

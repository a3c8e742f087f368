// SPDX-License-Identifier: Apache-2.0
package dev.sluice.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import dev.sluice.engine.config.ClusterConfig;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests under {@code deploy/kubernetes}, as far as that can be known without a cluster. */
class KubernetesTest {

  private static final Path HOME = Path.of(System.getProperty("sluice.home"));
  private static final Path FOLDER = HOME.resolve("deploy/kubernetes");

  /** What Kubernetes' own client knows of each kind: names, types, and what must be there. */
  private static final Map<String, Form> CORE =
      Map.of(
          "Deployment", V1Deployment::validateJsonElement,
          "NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "Secret", V1Secret::validateJsonElement);

  /**
   * What the operators' resources may have, as far as it is used here. From the resource
   * definitions of apache/flink-kubernetes-operator at 6e9caeb and of
   * apache/spark-kubernetes-operator at d5acafd.
   */
  private static final Map<String, Pattern> OPERATORS =
      Map.of(
          "FlinkDeployment",
          Pattern.compile(
              """
              image|serviceAccount|flinkVersion=v2_[0-4]|flinkConfiguration\\..+\
              |job\\.(jarURI=local://.+|entryClass|args\\.0|parallelism=\\d+)\
              |job\\.upgradeMode=(last-state|savepoint|stateless)|job\\.state=(running|suspended)\
              |jobManager\\.replicas=\\d+|(jobManager|taskManager)\\.resource\\.(cpu=[\\d.]+|memory)\
              """),
          "SparkApplication",
          Pattern.compile(
              """
              deploymentMode=(ClusterMode|ClientMode)|mainClass|jars=local://.+|driverArgs\\.0\
              |runtimeVersions\\.sparkVersion|sparkConf\\.spark\\..+\
              |applicationTolerations\\.restartConfig\\.restartPolicy\
              =(Always|Never|OnFailure|OnInfrastructureFailure)\
              |applicationTolerations\\.restartConfig\\.maxRestartAttempts=\\d+\
              |applicationTolerations\\.instanceConfig\\.(init|min|max)Executors=\\d+\
              """));

  /** Where an operator's resource has the form of a pod. */
  private static final Pattern POD = Pattern.compile("(.*\\.)?podTemplate(Spec)?");

  /** Refuses what does not have a kind's form. */
  private interface Form {
    void require(JsonElement manifest) throws IOException;
  }

  static List<Path> manifests() throws IOException {
    return files(name -> !name.equals("pipeline.yaml"));
  }

  static List<Path> pipelines() throws IOException {
    return files(name -> name.equals("pipeline.yaml"));
  }

  private static List<Path> files(Predicate<String> isWanted) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isWanted.test(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static Map<?, ?> read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  private static Map<?, ?> parse(String text) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void hasTheFormOfItsKind(Path file) throws IOException {
    Map<?, ?> manifest = read(file);
    if (manifest.get("kind").equals("Kustomization")) {
      requireFiles(file, manifest);
    } else if (!isPatch(file)) {
      require(manifest);
    } // What a patch changes has a form only with its base.
  }

  private static boolean isPatch(Path file) {
    return file.endsWith("patch.yaml");
  }

  private static void require(Map<?, ?> manifest) throws IOException {
    Object kind = manifest.get("kind");
    if (CORE.containsKey(kind)) {
      CORE.get(kind).require(new Gson().toJsonTree(manifest));
    } else {
      assertTrue(OPERATORS.containsKey(kind), "unknown kind " + kind);
      require(OPERATORS.get(kind), "", manifest.get("spec"));
    }
  }

  private static void require(Pattern known, String path, Object value) throws IOException {
    if (POD.matcher(path).matches()) {
      V1PodTemplateSpec.validateJsonElement(new Gson().toJsonTree(value));
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> each : map.entrySet()) {
        require(known, (path.isEmpty() ? "" : path + ".") + each.getKey(), each.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        require(known, path + "." + i, list.get(i));
      }
    } else {
      boolean isKnown =
          known.matcher(path).matches() || known.matcher(path + "=" + value).matches();
      assertTrue(isKnown, path + ": " + value);
    }
  }

  /** Kustomize takes each file of a folder, and no other. */
  private static void requireFiles(Path file, Map<?, ?> kustomization) throws IOException {
    Set<String> named = new TreeSet<>();
    for (Object resource : (List<?>) kustomization.get("resources")) {
      Path path = file.resolveSibling(resource.toString());
      assertTrue(Files.exists(path), path + " is missing");
      if (Files.isRegularFile(path)) {
        named.add(resource.toString());
      }
    }
    for (String list : List.of("configMapGenerator", "patches")) {
      if (kustomization.get(list) instanceof List<?> entries) {
        for (Object entry : entries) {
          Map<?, ?> map = (Map<?, ?>) entry;
          if (map.get("files") instanceof List<?> files) {
            files.forEach(each -> named.add(each.toString()));
          }
          if (map.get("path") instanceof String path) {
            named.add(path);
          }
        }
      }
    }
    named.add("kustomization.yaml");
    try (Stream<Path> there = Files.list(file.getParent())) {
      assertEquals(
          there.map(each -> each.getFileName().toString()).collect(toCollection(TreeSet::new)),
          named,
          file::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void itsConfigurationIsValidAndHasNoPassword(Path file) {
    EngineConfig config = ClusterConfig.read(file);
    if (config.engine().equals("kstreams")) {
      config = ConfigFile.read(file);
    }
    assertEquals("web-events", config.kafka().topic());
  }

  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    Map<?, ?> flink = spec("base/flink/flink-deployment.yaml");
    String flinkVersion = version("flink");
    assertEquals(
        "v" + flinkVersion.substring(0, flinkVersion.lastIndexOf('.')).replace('.', '_'),
        flink.get("flinkVersion"));
    Map<?, ?> spark = (Map<?, ?>) spec("base/spark/spark-application.yaml").get("runtimeVersions");
    assertEquals(version("spark"), spark.get("sparkVersion"));
  }

  private static Map<?, ?> spec(String file) throws IOException {
    return (Map<?, ?>) read(FOLDER.resolve(file)).get("spec");
  }

  private static String version(String engine) throws IOException {
    Matcher version =
        Pattern.compile("<" + engine + ".version>(.*)</")
            .matcher(Files.readString(HOME.resolve("pom.xml")));
    assertTrue(version.find());
    return version.group(1);
  }

  /** The forms refuse what a cluster would refuse. */
  @ParameterizedTest
  @CsvSource({
    "base/kstreams/deployment.yaml, replicas:, replica:",
    "base/kstreams/deployment.yaml, containers:, container:",
    "base/kstreams/deployment.yaml, readOnlyRootFilesystem:, readOnlyRootFileSystem:",
    "base/network/network-policy.yaml, podSelector:, podSelectors:",
    "base/flink/flink-deployment.yaml, v2_3, v2.3",
    "base/flink/flink-deployment.yaml, jarURI, jarUri",
    "base/flink/flink-deployment.yaml, volumeMounts, volumesMounts",
    "base/spark/spark-application.yaml, OnInfrastructureFailure, OnInfraFailure",
    "base/spark/spark-application.yaml, driverArgs, arguments",
    "base/spark/spark-application.yaml, configMap:, config:"
  })
  void whatHasNotTheFormOfItsKindIsRefused(String file, String from, String to) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    assertTrue(text.contains(from));
    Map<?, ?> wrong = parse(text.replace(from, to));
    Throwable refusal = assertThrows(Throwable.class, () -> require(wrong));
    assertTrue(
        refusal instanceof IllegalArgumentException || refusal instanceof AssertionError,
        refusal::toString);
  }
}

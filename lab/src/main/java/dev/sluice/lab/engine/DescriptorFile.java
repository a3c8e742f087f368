// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.ByteOrderMark;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.FileFault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object of a descriptor; every error names the file and the key. */
final class DescriptorFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String place;
  private final JsonNode object;

  private DescriptorFile(String place, JsonNode object) {
    if (!object.isObject()) {
      throw new ConfigException(place, "must be a JSON object");
    }
    this.place = place;
    this.object = object;
  }

  static DescriptorFile read(Path file) {
    try {
      return new DescriptorFile(file.toString(), JSON.readTree(ByteOrderMark.read(file)));
    } catch (NoSuchFileException e) {
      throw new ConfigException(file.toString(), "there is no such file; build the engine first");
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          file.toString(),
          "is not JSON: " + e.getOriginalMessage() + " (line " + e.getLocation().getLineNr() + ")");
    } catch (IOException e) {
      throw new ConfigException(file.toString(), FileFault.reason(file, e));
    }
  }

  String text(String key) {
    return optionalText(key).orElseThrow(() -> wrong(key, "is required: a text"));
  }

  Optional<String> optionalText(String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(asText(key, value));
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(key)) {
      texts.add(asText(key + "[" + texts.size() + "]", value));
    }
    return texts;
  }

  List<DescriptorFile> objects(String key) {
    List<DescriptorFile> objects = new ArrayList<>();
    for (JsonNode value : array(key)) {
      objects.add(new DescriptorFile(place + ": " + key + "[" + objects.size() + "]", value));
    }
    return objects;
  }

  List<String> optionalTexts(String key) {
    return object.has(key) ? texts(key) : List.of();
  }

  List<DescriptorFile> optionalObjects(String key) {
    return object.has(key) ? objects(key) : List.of();
  }

  DescriptorFile object(String key) {
    return optionalObject(key).orElseThrow(() -> wrong(key, "is required: an object"));
  }

  Optional<DescriptorFile> optionalObject(String key) {
    JsonNode value = object.path(key);
    return value.isMissingNode()
        ? Optional.empty()
        : Optional.of(new DescriptorFile(place + ": " + key, value));
  }

  List<Integer> numbers(String key) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode value : array(key)) {
      numbers.add(asNumber(key + "[" + numbers.size() + "]", value));
    }
    return numbers;
  }

  Optional<Integer> optionalNumber(String key) {
    JsonNode value = object.path(key);
    return value.isMissingNode() ? Optional.empty() : Optional.of(asNumber(key, value));
  }

  /** A truth; false where the key is absent. */
  boolean flag(String key) {
    JsonNode value = object.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong(key, "must be true or false");
    }
    return value.asBoolean();
  }

  /** Texts by name; empty where the key is absent. */
  Map<String, String> textMap(String key) {
    JsonNode value = object.path(key);
    Map<String, String> texts = new LinkedHashMap<>();
    if (value.isMissingNode()) {
      return texts;
    }
    if (!value.isObject()) {
      throw wrong(key, "must be an object of texts");
    }
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      texts.put(name, asText(key + "." + name, value.get(name)));
    }
    return texts;
  }

  private JsonNode array(String key) {
    JsonNode value = object.path(key);
    if (!value.isArray() || value.isEmpty()) {
      throw wrong(key, "is required: a list with at least one element");
    }
    return value;
  }

  private String asText(String key, JsonNode value) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(key, "must be a text that is not blank");
    }
    return value.textValue();
  }

  private int asNumber(String key, JsonNode value) {
    if (!value.isInt() || value.intValue() < 1) {
      throw wrong(key, "must be a whole number of 1 or more");
    }
    return value.intValue();
  }

  ConfigException wrong(String key, String problem) {
    return new ConfigException(place + ": " + key, problem);
  }
}

package io.helios.master.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hides what jobs keep secret, in places where the predecessor did not show it: tokens, and the
 * values of environments.
 */
final class Redaction {
  private static final String INSTEAD = "<redacted>";
  private static final Set<String> SECRETS = Set.of("token");
  private static final Set<String> MAPS_OF_SECRETS = Set.of("env", "environment");

  private Redaction() {}

  /** Hides tokens and the values of environments, wherever they stand in the value. */
  static void redact(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        JsonNode value = object.path(name);
        if (SECRETS.contains(name) && value.isTextual() && !value.asText().isEmpty()) {
          object.set(name, TextNode.valueOf(INSTEAD));
        } else if (MAPS_OF_SECRETS.contains(name) && value instanceof ObjectNode map) {
          names(map).forEach(key -> map.set(key, TextNode.valueOf(INSTEAD)));
        } else {
          redact(value);
        }
      }
    } else if (node.isArray()) {
      node.forEach(Redaction::redact);
    }
  }

  /** For a mapper that writes beans; jobs, in which more may be hidden, have their own writer. */
  static SimpleModule module() {
    SimpleModule module = new SimpleModule("redaction");
    module.setSerializerModifier(
        new BeanSerializerModifier() {
          private static final long serialVersionUID = 1;

          @Override
          public List<BeanPropertyWriter> changeProperties(
              SerializationConfig config,
              BeanDescription bean,
              List<BeanPropertyWriter> properties) {
            return properties.stream()
                .<BeanPropertyWriter>map(
                    it -> isText(it.getType()) || isTexts(it.getType()) ? new Redacting(it) : it)
                .toList();
          }
        });
    return module;
  }

  private static boolean isText(@Nullable JavaType type) {
    return type != null && type.hasRawClass(String.class);
  }

  private static boolean isTexts(JavaType type) {
    return type.isMapLikeType() && isText(type.getKeyType()) && isText(type.getContentType());
  }

  /** Writes a property that is text, or a map of texts, as {@link #redact} would leave it. */
  private static final class Redacting extends BeanPropertyWriter {
    private static final long serialVersionUID = 1;

    Redacting(BeanPropertyWriter base) {
      super(base);
    }

    @Override
    public void serializeAsField(Object bean, JsonGenerator json, SerializerProvider provider)
        throws Exception {
      Object value = get(bean);
      if (isSecret(getName(), value)) {
        json.writeStringField(getName(), INSTEAD);
      } else if (value instanceof Map<?, ?> map && hidesSomeOf(map)) {
        boolean all = MAPS_OF_SECRETS.contains(getName());
        json.writeObjectFieldStart(getName());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          String key = String.valueOf(entry.getKey());
          boolean hidden = all || isSecret(key, entry.getValue());
          json.writeStringField(key, hidden ? INSTEAD : String.valueOf(entry.getValue()));
        }
        json.writeEndObject();
      } else {
        super.serializeAsField(bean, json, provider);
      }
    }

    private static boolean isSecret(String name, @Nullable Object value) {
      return SECRETS.contains(name) && value instanceof String text && !text.isEmpty();
    }

    private boolean hidesSomeOf(Map<?, ?> map) {
      return !map.isEmpty()
          && (MAPS_OF_SECRETS.contains(getName())
              || SECRETS.stream().anyMatch(it -> isSecret(it, map.get(it))));
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(it -> it.getKey()).toList();
  }
}

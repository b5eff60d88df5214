package io.helios.model.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads enum literals as the predecessor did: any case, {@code -} as {@code _}, white space
 * dropped. A text that is none of them fails with {@code FLY was not one of [START, STOP]}. Both
 * mappers of {@link Json} have it; register it with others that read the same values.
 */
public final class LenientEnums extends SimpleModule {
  private static final long serialVersionUID = 1;

  public LenientEnums() {
    super("helios-lenient-enums");
    setDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonDeserializer<?> deserializer) {
      return new Reader(type.getRawClass());
    }
  }

  private static final class Reader extends JsonDeserializer<Object> {
    private final Class<?> type;
    private final Object[] literals;

    Reader(Class<?> type) {
      this.type = type;
      this.literals = type.getEnumConstants();
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
      if (text == null) {
        throw refusal(json, json.currentToken() + " value");
      }
      Object exact = find(text);
      if (exact != null) {
        return exact;
      }
      String wanted = text.replaceAll("\\s", "").replace('-', '_').toUpperCase(Locale.ROOT);
      Object lenient = find(wanted);
      if (lenient != null) {
        return lenient;
      }
      throw refusal(json, text);
    }

    private @Nullable Object find(String name) {
      for (Object literal : literals) {
        if (((Enum<?>) literal).name().equals(name)) {
          return literal;
        }
      }
      return null;
    }

    private JsonMappingException refusal(JsonParser json, String text) {
      String message = text + " was not one of " + Arrays.toString(literals);
      return InvalidFormatException.from(json, message, text, type);
    }
  }
}

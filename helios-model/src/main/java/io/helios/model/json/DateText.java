package io.helios.model.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;

/** Dates as the predecessor wrote them: {@code 2030-01-01T00:00:00.000+0000}, or epoch millis. */
public final class DateText {
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][xx][X]")
          .toFormatter();

  private DateText() {}

  /** UTC, milliseconds, offset {@code +0000}. */
  public static String format(Instant instant) {
    return WRITTEN.format(instant);
  }

  /**
   * Reads ISO-8601 with an offset of {@code Z}, {@code +00:00} or {@code +0000}.
   *
   * @throws DateTimeParseException when the text is no such date
   */
  public static Instant parse(String text) {
    return OffsetDateTime.parse(text, READ).toInstant();
  }

  /** Text or number, by {@link SerializationFeature#WRITE_DATES_AS_TIMESTAMPS}. */
  public static final class Serializer extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (provider.isEnabled(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)) {
        json.writeNumber(value.toEpochMilli());
      } else {
        json.writeString(format(value));
      }
    }
  }

  /** Number or text, whatever the mapper writes. */
  public static final class Deserializer extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return Instant.ofEpochMilli(json.getLongValue());
      }
      String text = json.getValueAsString("");
      try {
        return parse(text);
      } catch (DateTimeParseException e) {
        throw context.weirdStringException(
            text, Instant.class, "expected epoch milliseconds or yyyy-MM-ddTHH:mm:ss.SSS+0000");
      }
    }
  }
}

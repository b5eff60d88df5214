package io.helios.master.openapi;

import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.model.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of values, as the serializer itself describes them. Everything but primitives may be null
 * or left out: published clients were built against that.
 */
final class Schemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> named = new TreeMap<>();

  /** The schema, or a reference to it. */
  ObjectNode of(Class<?> type) {
    return of(Json.http().constructType(type));
  }

  /** Those that are referred to, by name. */
  ObjectNode all() {
    ObjectNode all = JSON.objectNode();
    named.forEach(all::set);
    return all;
  }

  private ObjectNode of(JavaType type) {
    if (type.hasRawClass(Object.class)) {
      return JSON.objectNode(); // May be anything.
    }
    String name = name(type);
    if (named.containsKey(name) && isOurs(type)) {
      return reference(name);
    }
    Visitor visitor = new Visitor(type);
    try {
      Json.http().acceptJsonFormatVisitor(type, visitor);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException("cannot be described: " + type, e);
    }
    return visitor.object ? reference(name) : visitor.node;
  }

  private static boolean isOurs(JavaType type) {
    return type.getRawClass().getName().startsWith("io.helios.");
  }

  /** A class within another is called by both names: many have parts of one name. */
  private static String name(JavaType type) {
    Class<?> raw = type.getRawClass();
    Class<?> around = raw.getEnclosingClass();
    return around == null ? raw.getSimpleName() : around.getSimpleName() + raw.getSimpleName();
  }

  private static ObjectNode reference(String name) {
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  /** Collects what the serializer of one type says. */
  private final class Visitor extends JsonFormatVisitorWrapper.Base {
    private final JavaType type;
    private final ObjectNode node = JSON.objectNode();
    private boolean object;

    Visitor(JavaType type) {
      this.type = type;
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType visited) {
      object = true;
      node.put("type", "object");
      ObjectNode properties = node.putObject("properties");
      named.put(name(type), node); // Before its parts, which may hold it.
      return new JsonObjectFormatVisitor.Base(getProvider()) {
        @Override
        public void property(BeanProperty property) {
          properties.set(property.getName(), nullable(property.getType()));
        }

        @Override
        public void optionalProperty(BeanProperty property) {
          property(property);
        }

        @Override
        public void property(String name, JsonFormatVisitable handler, JavaType hint) {
          properties.set(name, nullable(hint));
        }

        @Override
        public void optionalProperty(String name, JsonFormatVisitable handler, JavaType hint) {
          properties.set(name, nullable(hint));
        }
      };
    }

    private ObjectNode nullable(JavaType part) {
      ObjectNode schema = of(part);
      if (part.isPrimitive() || schema.isEmpty()) {
        return schema;
      }
      ObjectNode either = JSON.objectNode();
      either.putArray("anyOf").add(schema).add(JSON.objectNode().put("type", "null"));
      return either;
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType visited) {
      node.put("type", "array");
      return new JsonArrayFormatVisitor.Base(getProvider()) {
        @Override
        public void itemsFormat(JsonFormatVisitable handler, JavaType element) {
          node.set("items", of(element));
        }

        @Override
        public void itemsFormat(JsonFormatTypes format) {
          node.putObject("items").put("type", format.value());
        }
      };
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType visited) {
      node.put("type", "object");
      return new JsonMapFormatVisitor.Base(getProvider()) {
        @Override
        public void valueFormat(JsonFormatVisitable handler, JavaType value) {
          node.set("additionalProperties", of(value));
        }
      };
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType visited) {
      node.put("type", "string");
      return new JsonStringFormatVisitor.Base() {
        @Override
        public void enumTypes(Set<String> enums) {
          enums.forEach(node.putArray("enum")::add);
        }
      };
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType visited) {
      node.put("type", "number");
      return new JsonNumberFormatVisitor.Base();
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType visited) {
      node.put("type", "integer");
      return new JsonIntegerFormatVisitor.Base();
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType visited) {
      node.put("type", "boolean");
      return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType visited) {
      return null;
    }

    @Override
    public @Nullable SerializerProvider getProvider() {
      return super.getProvider();
    }
  }
}

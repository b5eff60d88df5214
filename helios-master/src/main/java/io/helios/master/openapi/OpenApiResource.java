package io.helios.master.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.master.http.Answers;
import io.helios.master.http.Described;
import io.helios.master.openapi.Endpoint.Place;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.json}. Served without a view: it says how to ask, not what is so. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
  private final JsonNode document;

  private OpenApiResource(JsonNode document) {
    this.document = document;
  }

  /**
   * Describes what these classes serve, these streams, and itself.
   *
   * @param resources others among them are left out
   */
  public static OpenApiResource of(
      Collection<Class<?>> resources, List<Stream> streams, String version) {
    List<Endpoint> endpoints = new ArrayList<>(endpoints(OpenApiResource.class));
    resources.forEach(resource -> endpoints.addAll(endpoints(resource)));
    return new OpenApiResource(OpenApi.document(endpoints, streams, version));
  }

  @GET
  @Described(value = "This description.", answer = Map.class)
  public Response get() {
    return Answers.json(200, document);
  }

  /** What a class serves; nothing if it is no resource. */
  static List<Endpoint> endpoints(Class<?> resource) {
    List<Endpoint> endpoints = new ArrayList<>();
    Path base = resource.getAnnotation(Path.class);
    if (base == null) {
      return endpoints;
    }
    for (Method method : resource.getMethods()) {
      Optional<String> verb = verb(method);
      if (verb.isPresent()) {
        Path path = method.getAnnotation(Path.class);
        String whole = join(base.value(), path == null ? "" : path.value());
        endpoints.add(
            new Endpoint(
                verb.get(),
                whole,
                resource.getSimpleName().replaceFirst("Resource$", ""),
                method.getName(),
                method.getAnnotation(Described.class),
                parameters(method),
                takesBody(method)));
      }
    }
    return endpoints;
  }

  private static Optional<String> verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return Optional.of(verb.value());
      }
    }
    return Optional.empty();
  }

  /** Without regular expressions, which OpenAPI does not know. */
  private static String join(String base, String path) {
    String whole = ("/" + base + "/" + path).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    return whole.replaceAll("\\{\\s*(\\w+)\\s*:[^{}]*(\\{[^{}]*\\}[^{}]*)*\\}", "{$1}");
  }

  private static List<Endpoint.Parameter> parameters(Method method) {
    List<Endpoint.Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      DefaultValue otherwise = parameter.getAnnotation(DefaultValue.class);
      @Nullable String byDefault = otherwise == null ? null : otherwise.value();
      boolean list = Collection.class.isAssignableFrom(parameter.getType());
      PathParam path = parameter.getAnnotation(PathParam.class);
      QueryParam query = parameter.getAnnotation(QueryParam.class);
      HeaderParam header = parameter.getAnnotation(HeaderParam.class);
      if (path != null) {
        parameters.add(new Endpoint.Parameter(Place.PATH, path.value(), false, null));
      } else if (query != null) {
        parameters.add(new Endpoint.Parameter(Place.QUERY, query.value(), list, byDefault));
      } else if (header != null) {
        parameters.add(new Endpoint.Parameter(Place.HEADER, header.value(), list, byDefault));
      }
    }
    return parameters;
  }

  private static boolean takesBody(Method method) {
    for (Parameter parameter : method.getParameters()) {
      if (parameter.getAnnotations().length == 0 || parameter.getType() == byte[].class) {
        return true;
      }
    }
    return false;
  }
}

package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helios.model.json.Contents;

/** Name and protocol under which a port is registered; as a map key {@code name/protocol}. */
public record ServiceEndpoint(
    @JsonProperty("name") String name, @JsonProperty("protocol") String protocol)
    implements Comparable<ServiceEndpoint> {
  public static final String HTTP = "http";

  @JsonCreator
  @SuppressWarnings("ConstantValue") // JSON may leave the protocol out.
  public ServiceEndpoint {
    Contents.required("name of a service", name);
    protocol = protocol == null ? HTTP : protocol;
  }

  /**
   * Reads {@code name[/protocol]}; the protocol defaults to http.
   *
   * @throws IllegalArgumentException when there is more than one slash
   */
  public static ServiceEndpoint parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new ServiceEndpoint(text, HTTP);
    }
    if (text.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException("Bad service name: " + text);
    }
    return new ServiceEndpoint(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return name + "/" + protocol;
  }

  @Override
  public int compareTo(ServiceEndpoint other) {
    return toString().compareTo(other.toString());
  }
}

package io.helios.master.about;

import io.helios.master.http.Described;
import io.helios.model.api.Version;
import io.helios.model.api.VersionCheckResponse;
import io.helios.model.api.VersionStatus;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** {@code /version}. */
@Path("/version")
public final class VersionResource {
  private final Version version;

  public VersionResource(Version version) {
    this.version = version;
  }

  /** Plain text by its type, a JSON string by its content: published clients parse it as such. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Described(value = "The master's version.", answer = String.class)
  public String get() {
    return "\"" + version + "\"";
  }

  @GET
  @Path("check")
  @Produces(MediaType.APPLICATION_JSON)
  @Described(
      value = "Whether a client of that version is welcome.",
      answer = VersionCheckResponse.class)
  public VersionCheckResponse check(@QueryParam("client") @DefaultValue("") String client) {
    return VersionCheckResponse.of(VersionStatus.of(client, version), version);
  }
}

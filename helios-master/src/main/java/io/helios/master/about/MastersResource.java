package io.helios.master.about;

import io.helios.master.http.Described;
import io.helios.master.http.NeedsView;
import io.helios.master.view.ClusterView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /masters}. */
@Path("/masters")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class MastersResource {
  private final ClusterView view;

  public MastersResource(ClusterView view) {
    this.view = view;
  }

  @GET
  @Described(
      value = "Names of the masters that are connected.",
      answer = String.class,
      shape = Described.Shape.LIST)
  public List<String> list() {
    return view.masters();
  }
}

package io.helios.master.host;

import io.helios.model.host.HostName;

/** Why a host was not registered or removed. */
public sealed interface HostRefusal {
  /** Nothing of that name is known. */
  record HostNotFound(String host) implements HostRefusal {}

  /**
   * The host is in use and was only to be removed if it is not.
   *
   * @param deployments how many jobs are deployed there
   */
  record InUse(HostName host, boolean up, int deployments) implements HostRefusal {
    String message() {
      String jobs = deployments + (deployments == 1 ? " job" : " jobs") + " deployed";
      return "Host "
          + host
          + (up ? " is up" : "")
          + (up && deployments > 0 ? " and" : "")
          + (deployments > 0 ? " has " + jobs : "");
    }
  }

  /** Another agent holds the name. */
  record NameTaken(HostName host) implements HostRefusal {}
}

package io.helios.master.host;

import io.helios.model.host.HostName;

/** Why a host was not registered or removed. */
public sealed interface HostRefusal {
  /** Nothing of that name is known. */
  record HostNotFound(String host) implements HostRefusal {}

  /** Another agent holds the name. */
  record NameTaken(HostName host) implements HostRefusal {}
}

/**
 * Hosts: listing, registration, removal. The {@code ...Operation}s decide, {@link
 * io.helios.master.host.HostsResource} speaks HTTP, {@link io.helios.master.host.Hosts} has the
 * decisions carried out.
 */
@NullMarked
package io.helios.master.host;

import org.jspecify.annotations.NullMarked;

package io.helios.cli.reference;

import io.helios.cli.frame.Invocation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the hosts that were meant by what was typed. */
public final class HostReference {
  private HostReference() {}

  /** In the order given, each once; what is not known stays as typed, for the master to judge. */
  public static List<String> resolve(Invocation invocation, List<String> typed) {
    List<String> known = invocation.get(invocation.client().listHosts());
    Set<String> hosts = new LinkedHashSet<>();
    for (String name : typed) {
      hosts.add(resolve(name, known, invocation.setting().searchDomains()));
    }
    return List.copyOf(hosts);
  }

  /**
   * The host of that name; else the only one that starts so; else the one in the DNS search domain
   * that comes first.
   */
  public static String resolve(String typed, Collection<String> known, List<String> searchDomains) {
    // A name copied from elsewhere may be written absolute.
    String name = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
    if (known.contains(name)) {
      return name;
    }
    List<String> starting = known.stream().filter(host -> host.startsWith(name)).toList();
    if (starting.size() == 1) {
      return starting.get(0);
    }
    for (String domain : searchDomains) {
      List<String> there = starting.stream().filter(host -> host.endsWith("." + domain)).toList();
      if (there.size() == 1) {
        return there.get(0);
      }
      if (!there.isEmpty()) {
        return name;
      }
    }
    return name;
  }
}

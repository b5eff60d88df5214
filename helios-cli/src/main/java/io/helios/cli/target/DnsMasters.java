package io.helios.cli.target;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** Finds the masters of a domain by DNS SRV records: those for https, failing that for http. */
final class DnsMasters {
  private static final String HTTPS_FORMAT = "_%s._https.%s";
  private static final String HTTP_FORMAT = "_%s._http.%s";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  private final Map<String, String> environment;
  private final String nameServer;

  /**
   * @param nameServer such as {@code dns://127.0.0.1:53}; {@code dns:} for those of the system
   */
  DnsMasters(Map<String, String> environment, String nameServer) {
    this.environment = environment;
    this.nameServer = nameServer;
  }

  /** The name that is asked for, to tell the user. */
  String record(String service, String domain, boolean secure) {
    String format =
        secure
            ? environment.getOrDefault("HELIOS_HTTPS_SRV_FORMAT", HTTPS_FORMAT)
            : environment.getOrDefault("HELIOS_HTTP_SRV_FORMAT", HTTP_FORMAT);
    return String.format(format, service, domain);
  }

  /** Empty when nothing is known or no name server answers. */
  List<URI> resolve(String service, String domain) {
    List<URI> secure = lookUp("https", record(service, domain, true));
    return secure.isEmpty() ? lookUp("http", record(service, domain, false)) : secure;
  }

  // JNDI is dangerous where names choose the provider. Here the provider is fixed to DNS, which
  // deserializes nothing, and what could be taken for a URL is refused.
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  private List<URI> lookUp(String scheme, String name) {
    if (!NAME.matcher(name).matches()) {
      return List.of();
    }
    Hashtable<String, String> settings = new Hashtable<>(); // JNDI's own choice of type.
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.put(Context.PROVIDER_URL, nameServer);
    settings.put("com.sun.jndi.dns.timeout.initial", "2000");
    settings.put("com.sun.jndi.dns.timeout.retries", "2");
    try {
      InitialDirContext context = new InitialDirContext(settings);
      try {
        Attribute records = context.getAttributes(name, new String[] {"SRV"}).get("SRV");
        return records == null ? List.of() : read(scheme, records);
      } finally {
        context.close();
      }
    } catch (NamingException e) {
      return List.of();
    }
  }

  private static List<URI> read(String scheme, Attribute records) throws NamingException {
    List<String[]> found = new ArrayList<>();
    NamingEnumeration<?> all = records.getAll();
    while (all.hasMore()) {
      found.add(all.next().toString().split(" "));
    }
    // Priority, weight, port, target.
    return found.stream()
        .filter(fields -> fields.length == 4)
        .sorted(Comparator.comparing(fields -> Integer.parseInt(fields[0])))
        .map(
            fields ->
                URI.create(scheme + "://" + fields[3].replaceAll("\\.$", "") + ":" + fields[2]))
        .toList();
  }
}

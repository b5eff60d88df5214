package io.helios.model.job;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A job's content as sorted maps, lists and scalars, without whatever says nothing. An object
 * (fixed properties) loses its empty properties but stays itself; in a map (keys chosen by the
 * user) entries stay even when empty, unless the dialect prunes.
 */
final class CanonicalContent {
  private static final TypeReference<TreeMap<String, Object>> ADDITIONS = new TypeReference<>() {};

  private final JobHash.Dialect dialect;

  CanonicalContent(JobHash.Dialect dialect) {
    this.dialect = dialect;
  }

  SortedMap<String, Object> of(Job job) {
    Properties content = new Properties();
    content.put("addCapabilities", List.copyOf(job.addCapabilities()));
    content.put("command", job.command());
    content.put("dropCapabilities", List.copyOf(job.dropCapabilities()));
    content.put("env", map(job.env(), value -> value));
    content.put("expires", job.expires() == null ? null : dialect.date(job.expires()));
    content.put("gracePeriod", job.gracePeriod());
    content.put("hostname", job.hostname());
    content.put("image", job.image());
    content.put("labels", map(job.labels(), value -> value));
    content.put("metadata", map(job.metadata(), value -> value));
    content.put("name", job.id().name());
    content.put("networkMode", job.networkMode());
    content.put("ports", map(job.ports(), this::port));
    content.put("ramdisks", map(job.ramdisks(), value -> value));
    content.put("registration", map(job.registration(), this::service));
    content.put("registrationDomain", job.registrationDomain());
    content.put("runtime", job.runtime());
    content.put("secondsToWaitBeforeKill", job.secondsToWaitBeforeKill());
    content.put("securityOpt", job.securityOpt());
    content.put("token", job.token());
    content.put("version", job.id().version());
    content.put("volumes", map(job.volumes(), value -> value));
    if (job.healthCheck() != null) {
      content.putObject("healthCheck", healthCheck(job.healthCheck()));
    }
    if (job.resources() != null) {
      content.putObject("resources", resources(job.resources()));
    }
    if (job.rolloutOptions() != null) {
      content.putObject("rolloutOptions", rolloutOptions(job.rolloutOptions()));
    }
    content.kept.putAll(additions(job.container()));
    content.kept.putAll(additions(job.imageOptions()));
    return content.kept;
  }

  /**
   * What no published client knows or hashes, so no dialect matters: just what is written of it,
   * which is nothing where nothing is said.
   */
  private static Map<String, Object> additions(Object additions) {
    return Json.tree().convertValue(additions, ADDITIONS);
  }

  private SortedMap<String, Object> port(PortMapping mapping) {
    Properties port = new Properties();
    port.put("internalPort", mapping.internalPort());
    port.put("externalPort", mapping.externalPort());
    port.put("protocol", mapping.protocol());
    port.put("ip", mapping.ip());
    return port.kept;
  }

  private SortedMap<String, Object> service(ServicePorts service) {
    Properties properties = new Properties();
    if (service.ports() != null) {
      properties.put("ports", map(service.ports(), this::parameters));
    }
    return properties.kept;
  }

  private SortedMap<String, Object> parameters(ServicePorts.Parameters parameters) {
    Properties properties = new Properties();
    properties.put("tags", parameters.tags());
    return properties.kept;
  }

  private SortedMap<String, Object> resources(Resources limits) {
    Properties resources = new Properties();
    resources.put("memory", limits.memory());
    resources.put("memorySwap", limits.memorySwap());
    resources.put("cpuShares", limits.cpuShares());
    resources.put("cpuset", limits.cpuset());
    return resources.kept;
  }

  private SortedMap<String, Object> rolloutOptions(RolloutOptions options) {
    Properties properties = new Properties();
    properties.put("timeout", options.timeout());
    properties.put("parallelism", options.parallelism());
    properties.put("migrate", options.migrate());
    properties.put("overlap", options.overlap());
    properties.put("token", options.token());
    properties.put("ignoreFailures", options.ignoreFailures());
    // No published client knows the rest, so it only counts where something is said.
    properties.put("minHealthy", options.minHealthy());
    properties.put("maxFailures", options.maxFailures());
    properties.put("rollbackOnFailure", options.rollbackOnFailure());
    properties.put("canary", options.canary());
    properties.put("autoPromote", options.autoPromote());
    properties.put("soak", options.soak());
    if (options.order() != null) {
      properties.putObject("order", order(options.order()));
    }
    return properties.kept;
  }

  private SortedMap<String, Object> order(RolloutOptions.Order order) {
    Properties properties = new Properties();
    properties.put("label", order.label());
    properties.put("values", order.values());
    return properties.kept;
  }

  private SortedMap<String, Object> healthCheck(HealthCheck check) {
    Properties properties = new Properties();
    Liveness liveness = check.liveness();
    properties.put("interval", liveness.interval());
    properties.put("timeout", liveness.timeout());
    properties.put("retries", liveness.retries());
    properties.put("startPeriod", liveness.startPeriod());
    properties.put("restart", liveness.restart());
    return check.on(
        new HealthCheck.Cases<>() {
          @Override
          public SortedMap<String, Object> http(HealthCheck.Http http) {
            properties.put("type", "http");
            properties.put("path", http.path());
            properties.put("port", http.port());
            return properties.kept;
          }

          @Override
          public SortedMap<String, Object> tcp(HealthCheck.Tcp tcp) {
            properties.put("type", "tcp");
            properties.put("port", tcp.port());
            return properties.kept;
          }

          @Override
          public SortedMap<String, Object> exec(HealthCheck.Exec exec) {
            properties.put("type", "exec");
            properties.put("command", exec.command());
            return properties.kept;
          }

          @Override
          public SortedMap<String, Object> docker(HealthCheck.Docker docker) {
            properties.put("type", "docker");
            return properties.kept;
          }
        });
  }

  private <K, V> SortedMap<String, Object> map(Map<K, V> map, Function<V, Object> content) {
    SortedMap<String, Object> kept = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          Object entry = content.apply(value);
          if (!dialect.omitsEntry(entry)) {
            kept.put(key.toString(), entry);
          }
        });
    return kept;
  }

  /** The properties of one object. */
  private final class Properties {
    private final SortedMap<String, Object> kept = new TreeMap<>();

    void put(String name, @Nullable Object value) {
      if (value != null && !dialect.omits(value)) {
        kept.put(name, value);
      }
    }

    /** An object that is there counts even when nothing is in it, where empty entries count. */
    void putObject(String name, SortedMap<String, Object> object) {
      if (!dialect.omitsEntry(object)) {
        kept.put(name, object);
      }
    }
  }
}

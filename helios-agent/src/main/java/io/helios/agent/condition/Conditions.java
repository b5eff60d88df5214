package io.helios.agent.condition;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Troubles of the host that are not a task's own. Each is logged when it begins, when its text
 * changes, and when it ends; never in between. Safe for use by any thread.
 */
public final class Conditions {
  /** The container engine is not there, or does not answer. */
  public static final String ENGINE = "EngineUnresponsive";

  /** ZooKeeper is not connected. */
  public static final String ZOOKEEPER = "ZooKeeperUnavailable";

  /** The tree is of another cluster, or of none. */
  public static final String CLUSTER = "ClusterUnknown";

  /** Another agent holds this host's name. */
  public static final String REGISTRATION = "NotRegistered";

  /** Another agent has this one's identity, or may have. */
  public static final String IDENTITY = "IdentityInUse";

  /** The state directory cannot be written. */
  public static final String DISK = "StateNotSaved";

  /** Services cannot be registered in or withdrawn from service discovery. */
  public static final String REGISTRAR = "RegistrarFailing";

  /** An address cannot be listened on. */
  public static final String HTTP = "HttpUnavailable";

  private static final Logger log = LoggerFactory.getLogger(Conditions.class);

  private final Map<String, String> present = new ConcurrentSkipListMap<>();

  /** The trouble is there; the text is for the operator. */
  public void begin(String name, String text) {
    if (!text.equals(present.put(name, text))) {
      log.warn("{}: {}", name, text);
    }
  }

  /** The trouble is over, if it was there at all. */
  public void end(String name) {
    if (present.remove(name) != null) {
      log.info("{}: over", name);
    }
  }

  /** Texts of what is wrong now, by name. */
  public Map<String, String> present() {
    return new TreeMap<>(present);
  }
}

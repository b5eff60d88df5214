package io.helios.master;

import io.helios.events.EventSenderLoader;
import io.helios.events.EventSenderLoadingException;
import io.helios.events.delivery.KafkaSender;
import io.helios.master.MasterConfiguration.SenderOptions;
import io.helios.master.event.EventStream;
import io.helios.master.event.Webhook;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.ServiceRegistrarLoadingException;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a master has from outside itself.
 *
 * @param senders where events go, beside the audit log
 * @param registrar makes what registers this master, which may fail and be tried again; empty when
 *     it is not registered
 * @param domain in which it is registered
 */
public record MasterOutside(
    List<EventStream.Way> senders, Optional<Supplier<ServiceRegistrar>> registrar, String domain) {
  /** Nothing. */
  public static final MasterOutside NONE = new MasterOutside(List.of(), Optional.empty(), "");

  public MasterOutside {
    senders = List.copyOf(senders);
  }

  /**
   * What the operator asked for.
   *
   * @throws MasterFailed with a message for the operator
   */
  static MasterOutside real(SenderOptions senders, ServiceRegistrarOptions registrar)
      throws MasterFailed {
    List<EventStream.Way> ways = new ArrayList<>();
    try {
      Optional<Supplier<ServiceRegistrar>> loaded = registrar.load();
      for (Path jar : senders.plugins()) {
        ways.add(new EventStream.Way("plugin " + jar, EventSenderLoader.load(jar), topic -> true));
      }
      if (!senders.kafka().isEmpty()) {
        // Only topics that the predecessor had: brokers need not make others by themselves.
        ways.add(
            new EventStream.Way(
                "Kafka",
                KafkaSender.to(senders.kafka()),
                topic -> !topic.equals(EventStream.TOPIC)));
      }
      for (URI address : senders.webhooks()) {
        ways.add(
            new EventStream.Way(
                "webhook " + address.getHost(),
                new Webhook(address, senders.secret()),
                EventStream.TOPIC::equals));
      }
      return new MasterOutside(ways, loaded, registrar.domain());
    } catch (EventSenderLoadingException | ServiceRegistrarLoadingException e) {
      throw new MasterFailed(String.valueOf(e.getMessage()), e);
    }
  }
}

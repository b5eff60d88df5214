package io.helios.serviceregistration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands for one registration. */
public interface ServiceRegistrationHandle {
  /**
   * Done when others can find the services; fails with the reason when they will not. A task is not
   * called RUNNING before. Registrars that do not know leave it as it is: done from the start.
   */
  default CompletionStage<Void> registered() {
    return CompletableFuture.completedFuture(null);
  }
}

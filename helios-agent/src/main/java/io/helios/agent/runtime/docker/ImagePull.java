package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ErrorDetail;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.docker.RegistryLogins.Login;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pull: as long as it takes, while it goes on. */
final class ImagePull extends ResultCallback.Adapter<PullResponseItem> {
  private static final Logger log = LoggerFactory.getLogger(ImagePull.class);
  private final String image;
  private final Login login;
  private final Duration stallLimit;
  private final EngineFailures failures;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long lastProgress = System.nanoTime();
  private volatile @Nullable String refused;
  private volatile @Nullable Throwable broken;

  ImagePull(String image, Login login, Duration stallLimit, EngineFailures failures) {
    this.image = image;
    this.login = login;
    this.stallLimit = stallLimit;
    this.failures = failures;
  }

  /**
   * Blocks until the image is here, the engine gives up, nothing moves, or an interrupt.
   *
   * @param client for this pull alone, which closes it: only so is a pull hung up that the engine
   *     has not answered yet
   */
  void run(DockerClient client) throws RuntimeFailure {
    ImageName name = ImageName.parse(image);
    try {
      client
          .pullImageCmd(name.repository())
          .withTag(name.version())
          .withAuthConfig(login.account())
          .exec(this);
      // Not the library's own waiting with a limit: that one hangs up when the limit is over.
      while (!ended.await(Math.min(1_000, stallLimit.toMillis()), TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - lastProgress > stallLimit.toNanos()) {
          throw new RuntimeFailure(
              Kind.IMAGE_PULL_FAILED,
              "cannot fetch the image %s: nothing has moved for %d s"
                  .formatted(image, stallLimit.toSeconds()),
              null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted("fetch the image " + image, e);
    } catch (RuntimeException e) {
      broken = e;
    } finally {
      abandon(client);
    }
    Throwable error = broken;
    if (error != null) {
      throw failures.pull(image, login, error);
    }
    String words = refused;
    if (words != null) {
      throw failures.pull(image, login, words, false, null);
    }
  }

  @Override
  public void onNext(PullResponseItem item) {
    lastProgress = System.nanoTime();
    ErrorDetail detail = item.getErrorDetail();
    if (detail != null && detail.getMessage() != null) {
      refused = detail.getMessage();
    }
  }

  @Override
  public void onError(Throwable throwable) {
    broken = throwable;
    super.onError(throwable);
    ended.countDown();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    ended.countDown();
  }

  /** Hangs up; an engine ends a pull that nobody waits for. */
  private void abandon(DockerClient client) {
    try {
      close();
      client.close();
    } catch (IOException e) {
      log.debug("closing the pull of {}", image, e);
    }
  }
}

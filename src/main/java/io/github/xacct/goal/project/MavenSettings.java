package io.github.xacct.goal.project;

import java.util.List;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * The parts of settings.xml that goals use: proxies and servers, decrypted with the key of
 * settings-security.xml, and mirrors.
 */
public record MavenSettings(List<Proxy> proxies, List<Server> servers, List<Mirror> mirrors) {

  /**
   * Returns the decrypted settings.
   *
   * @param written the settings; may be null
   */
  public static MavenSettings of(@Nullable Settings written, SettingsDecrypter decrypter) {
    if (written == null) {
      return new MavenSettings(List.of(), List.of(), List.of());
    }
    if (written.getProxies().isEmpty() && written.getServers().isEmpty()) {
      return new MavenSettings(List.of(), List.of(), written.getMirrors());
    }
    var request = new DefaultSettingsDecryptionRequest();
    request.setProxies(written.getProxies());
    request.setServers(written.getServers());
    var result = decrypter.decrypt(request);
    return new MavenSettings(result.getProxies(), result.getServers(), written.getMirrors());
  }
}

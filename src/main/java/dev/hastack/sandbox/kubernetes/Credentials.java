package dev.hastack.sandbox.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secrets of one cluster, made new for it and readable by this person only.
 *
 * @param directory where the files lie
 * @param adminToken the bearer token of a member of {@code system:masters}
 */
record Credentials(Path directory, String adminToken) {
  private static final int TOKEN_BYTES = 24;
  private static final int SERVICE_ACCOUNT_KEY_BITS = 2048;
  private static final int PEM_LINE_LENGTH = 64;

  static Credentials create(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    Credentials credentials = new Credentials(directory, HexFormat.of().formatHex(random));
    Files.writeString(
        credentials.tokenFile(), credentials.adminToken + ",admin,admin,system:masters\n");
    credentials.writeServiceAccountKeys();
    return credentials;
  }

  /** What {@code --token-auth-file} reads. */
  Path tokenFile() {
    return directory.resolve("tokens.csv");
  }

  Path serviceAccountPrivateKey() {
    return directory.resolve("service-account.key");
  }

  Path serviceAccountPublicKey() {
    return directory.resolve("service-account.pub");
  }

  /**
   * The certificate the API server makes for itself at its first start, with the authority that
   * signed it.
   */
  Path servingCertificate() {
    return directory.resolve("apiserver.crt");
  }

  private void writeServiceAccountKeys() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(SERVICE_ACCOUNT_KEY_BITS);
      KeyPair pair = generator.generateKeyPair();
      Files.writeString(serviceAccountPrivateKey(), pem("PRIVATE KEY", pair.getPrivate()));
      Files.writeString(serviceAccountPublicKey(), pem("PUBLIC KEY", pair.getPublic()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java platform has RSA", impossible);
    }
  }

  private static String pem(String label, Key key) {
    String body =
        Base64.getMimeEncoder(PEM_LINE_LENGTH, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}

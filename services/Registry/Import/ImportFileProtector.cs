using Oversight.Persistence.PersonalData;

namespace Oversight.Registry.Import;

/// <summary>
/// Encrypts the file of an import while it waits in the database: it is full of people, and a deleted row stays readable in a
/// database file until its page is used again (个人信息保护法 第五十一条).
/// </summary>
internal sealed class ImportFileProtector(PersonalDataKey key)
{
    /// <summary>The bytes to store; they can be read as the file of this import only.</summary>
    public byte[] Protect(Guid import, byte[] content) => key.ProtectBytes(Field(import), content);

    /// <summary>The file as it was sent.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// It was altered, is the file of another import, or was stored under another key.
    /// </exception>
    public byte[] Reveal(Guid import, byte[] content) => key.RevealBytes(Field(import), content);

    private static string Field(Guid import) => $"import.file.{import:N}";
}

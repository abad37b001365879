using Oversight.Persistence.PersonalData;
using Oversight.Registry.Data;

namespace Oversight.Registry.Import;

/// <summary>
/// Encrypts the file of an import while it waits in the database: it is full of people, and a deleted row stays readable in a
/// database file until its page is used again (个人信息保护法 第五十一条).
/// </summary>
internal sealed class ImportFileProtector(PersonalDataKeys<RegistryDbContext> keys)
{
    /// <summary>The field name as the model states it.</summary>
    public const string FieldOfModel = "import.file.{ImportId}";

    /// <summary>The bytes to store; they can be read as the file of this import only.</summary>
    public byte[] Protect(Guid import, byte[] content) => keys.ProtectBytes(Field(import), content);

    /// <summary>The file as it was sent.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// It was altered, or is the file of another import.
    /// </exception>
    /// <exception cref="KeyUnavailableException">It was stored under a key that is not there.</exception>
    public byte[] Reveal(Guid import, byte[] content) => keys.RevealBytes(Field(import), content);

    private static string Field(Guid import) => $"import.file.{import:N}";
}

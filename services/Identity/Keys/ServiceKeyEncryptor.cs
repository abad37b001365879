using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Oversight.Identity.Data;
using Oversight.Persistence.PersonalData;

namespace Oversight.Identity.Keys;

/// <summary>
/// Encrypts data-protection keys with the service's key, which is not in the database: they protect the server's keys and the cookies, so
/// whoever has only the database can sign nothing.
/// </summary>
internal sealed class ServiceKeyEncryptor(PersonalDataKeys<IdentityDbContext> keys) : IXmlEncryptor
{
    /// <summary>Field name of the encrypted element.</summary>
    public const string Field = "data_protection_key";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("encrypted", keys.Protect(Field, plaintextElement.ToString(SaveOptions.DisableFormatting))),
        typeof(ServiceKeyDecryptor));
}

/// <summary>Its counterpart; data protection makes it by name.</summary>
internal sealed class ServiceKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(
        services.GetRequiredService<PersonalDataKeys<IdentityDbContext>>().Reveal(ServiceKeyEncryptor.Field, encryptedElement.Value)!);
}

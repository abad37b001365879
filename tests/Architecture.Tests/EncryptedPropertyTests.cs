using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Oversight.Architecture.Tests.SqlServer;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// A rotation of keys finds what is encrypted by the model alone. That each encrypted value goes to a property that says so is watched at
/// every save of all tests (<see cref="EncryptedSaves"/>); here the models themselves are looked at.
/// </summary>
public sealed class EncryptedPropertyTests
{
    private const string Suffix = "Cipher";

    // The library's own column; its name is not ours to choose.
    private const string OfDataProtection = "DataProtectionKey.Xml";

    public static TheoryData<string> Contexts => [
        .. ServiceContexts.All().Where(type => typeof(Persistence.ServiceDbContext).IsAssignableFrom(type)).Select(type => type.FullName!)];

    [Theory, MemberData(nameof(Contexts))]
    public void A_property_is_marked_as_encrypted_if_and_only_if_it_is_named_so(string name)
    {
        using var context = ServiceContexts.New(name);

        Assert.Empty(Faults(context.Model));
    }

    [Fact]
    public void There_is_something_to_look_at()
    {
        using var context = ServiceContexts.New("Oversight.Complaint.Data.ComplaintSqliteContext");

        Assert.Equal(6, context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Count(EncryptedSaves.IsMarked));
    }

    [Fact]
    public void Canary_a_cipher_that_is_not_marked_is_reported()
    {
        using var context = new Unmarked();

        Assert.Equal(["Row.TextCipher"], Faults(context.Model));
    }

    private static List<string> Faults(IModel model) =>
    [
        .. model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(
                property => Name(property) != OfDataProtection
                    && property.Name.EndsWith(Suffix, StringComparison.Ordinal) != EncryptedSaves.IsMarked(property))
            .Select(Name),
    ];

    private static string Name(IProperty property) => $"{property.DeclaringType.ClrType.Name}.{property.Name}";

    private sealed class Unmarked : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite("Data Source=never");

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>();
    }

    private sealed class Row
    {
        public int Id { get; init; }

        public string? TextCipher { get; init; }
    }
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oversight.Persistence.PersonalData;

/// <summary>Marks the properties of a model whose values are encrypted, so that a rotation of keys finds all of them.</summary>
public static partial class EncryptedProperties
{
    internal const string Annotation = "Oversight:Encrypted";

    /// <summary>
    /// Says that a property holds what <see cref="PersonalDataKeys.Protect"/> or <see cref="PersonalDataKeys.ProtectBytes"/> made: the
    /// whole value or, in a text, parts of it.
    /// </summary>
    /// <typeparam name="T">Text or bytes.</typeparam>
    /// <param name="property">The property.</param>
    /// <param name="field">
    /// The field name that is bound in. Other properties of the row stand in braces: <c>complainant.name/{IntakeId}</c>; ids as 32
    /// digits, enumerations by name.
    /// </param>
    public static PropertyBuilder<T> IsEncrypted<T>(this PropertyBuilder<T> property, string field) =>
        property.HasAnnotation(Annotation, field);

    /// <summary>The encrypted properties of an entity.</summary>
    internal static IReadOnlyList<EncryptedProperty> Of(IEntityType entity) =>
        [
            .. entity.GetProperties().Where(property => property.FindAnnotation(Annotation) is not null)
                .Select(property => new EncryptedProperty(property))];

    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}

/// <summary>One encrypted property.</summary>
internal sealed class EncryptedProperty(IProperty property)
{
    private readonly string _field = (string)property.FindAnnotation(EncryptedProperties.Annotation)!.Value!;

    /// <summary>The property.</summary>
    public IProperty Property => property;

    /// <summary>Properties of the row whose values stand in the name of the field.</summary>
    public IReadOnlyList<IProperty> BoundTo { get; } =
    [
        .. EncryptedProperties.Placeholder().Matches((string)property.FindAnnotation(EncryptedProperties.Annotation)!.Value!)
            .Select(match => ((IEntityType)property.DeclaringType).FindProperty(match.Groups[1].Value)
                ?? throw new InvalidOperationException($"{property.DeclaringType.DisplayName()} has no property {match.Groups[1].Value}.")),
    ];

    /// <summary>The field name of a row.</summary>
    /// <param name="values">Values of <see cref="BoundTo"/>.</param>
    public string FieldOf(IReadOnlyList<object?> values)
    {
        var next = 0;
        return EncryptedProperties.Placeholder().Replace(_field, _ => values[next++] switch
        {
            Guid id => id.ToString("N"),
            var value => value?.ToString() ?? "",
        });
    }
}

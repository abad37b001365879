using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>
/// Checks the shape of what a caller wrote, the body and the members of the query, before a handler runs: the attributes on their
/// properties, for every text that it has no control characters, broken surrogates or direction marks, and for every list and dictionary
/// that it holds a null only where its type says so, which the reader of JSON does not look at. All faults are listed, each with its field.
/// </summary>
internal static class RequestRules
{
    private const int MaxText = 100_000, MaxDepth = 8;
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        var parameters = factory.MethodInfo.GetParameters();
        bool[]? requests = null;
        return async invocation =>
        {
            // The endpoint is complete only when it is called; two first calls find the same.
            requests ??= Array.ConvertAll(parameters, parameter => IsRequest(parameter, invocation.HttpContext.GetEndpoint()!));
            var faults = new List<Error>();
            for (var i = 0; i < requests.Length; i++)
            {
                if (requests[i] && invocation.Arguments[i] is { } request)
                {
                    CheckRecord(request, "", faults, depth: 0);
                }
            }

            return faults.Count > 0 ? faults.ToProblem() : await next(invocation);
        };
    }

    // What the caller writes is the body, as the framework found it, and what is read member by member from the query.
    private static bool IsRequest(ParameterInfo parameter, Endpoint endpoint) =>
        IsOurs(parameter.ParameterType)
        && (parameter.IsDefined(typeof(AsParametersAttribute))
            || endpoint.Metadata.GetOrderedMetadata<IAcceptsMetadata>().Any(body => body.RequestType == parameter.ParameterType));

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Oversight.", StringComparison.Ordinal) == true;

    private static void CheckRecord(object record, string path, List<Error> faults, int depth)
    {
        foreach (var member in Members.GetOrAdd(record.GetType(), MembersOf))
        {
            var field = path + JsonNamingPolicy.CamelCase.ConvertName(member.Property.Name);
            var value = member.Property.GetValue(record);
            foreach (var rule in member.Rules)
            {
                var context = new ValidationContext(record) { MemberName = member.Property.Name, DisplayName = field };
                if (rule.GetValidationResult(value, context) is { } fault)
                {
                    faults.Add(
                        new Error(
                            ErrorKind.Invalid, $"request.field.{CodeOf(rule)}", fault.ErrorMessage ?? "The value is not allowed.", field));
                }
            }

            Check(value, member.Form, member.Nullability, field, faults, depth);
        }
    }

    private static void Check(object? value, TextForm form, NullabilityInfo? nullability, string field, List<Error> faults, int depth)
    {
        switch (value)
        {
            case null or Delegate:
                break;
            case string text:
                CheckText(text, form, field, faults);
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    CheckText(entry.Key.ToString()!, TextForm.AsWritten, field, faults);
                    CheckItem(entry.Value, nullability?.GenericTypeArguments.ElementAtOrDefault(1), $"{field}.{entry.Key}", faults, depth);
                }

                break;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list)
                {
                    var ofItem = nullability?.ElementType ?? nullability?.GenericTypeArguments.ElementAtOrDefault(0);
                    CheckItem(item, ofItem, $"{field}[{index++}]", faults, depth);
                }

                break;
            default:
                if (depth < MaxDepth && value.GetType() is { IsClass: true } type && IsOurs(type))
                {
                    CheckRecord(value, field + ".", faults, depth + 1);
                }

                break;
        }
    }

    private static void CheckItem(object? item, NullabilityInfo? nullability, string field, List<Error> faults, int depth)
    {
        if (item is not null)
        {
            Check(item, TextForm.MultiLine, nullability, field, faults, depth);
        }
        else if (nullability?.ReadState == NullabilityState.NotNull)
        {
            faults.Add(new Error(ErrorKind.Invalid, "request.field.null", "A null cannot stand here.", field));
        }
    }

    private static void CheckText(string text, TextForm form, string field, List<Error> faults)
    {
        if (TextInput.Optional(text, MaxText, form) is { IsRefused: true } refused)
        {
            faults.Add(refused.Error.At(field));
        }
    }

    private static Member[] MembersOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties().Where(p => p.GetIndexParameters().Length == 0).Select(p => new Member(
            p,
            [.. p.GetCustomAttributes<ValidationAttribute>(inherit: true)],
            p.GetCustomAttribute<MultiLineAttribute>() is null ? TextForm.AsWritten : TextForm.MultiLine,
            nullability.Create(p)))];
    }

    private static string CodeOf(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => "required",
        StringLengthAttribute or MaxLengthAttribute or MinLengthAttribute or LengthAttribute => "length",
        RangeAttribute => "range",
        RegularExpressionAttribute => "pattern",
        _ => "invalid",
    };

    private sealed record Member(PropertyInfo Property, ValidationAttribute[] Rules, TextForm Form, NullabilityInfo Nullability);
}

/// <summary>The text may have several lines.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class MultiLineAttribute : Attribute;

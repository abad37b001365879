using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore.Migrations;
using Oversight.Architecture.Tests.SqlServer;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// A module is its module class: the two entry points are all that another assembly can call. What is public besides is so because the
/// compiler asks for it: a page's class is public, and with it every type that the public members of a page name.
/// </summary>
public sealed class PublicTypeTests
{
    // Types that a tool writes as public, each with its reason.
    private static readonly Dictionary<string, string> WrittenByTools = new()
    {
        ["Program"] = "the web SDK makes the class of top-level statements public, for test hosts",
        ["_Imports"] = "the class that Razor makes of a folder's imports; it has no members",
    };

    public static TheoryData<string> Services => [.. ServiceContexts.Assemblies.Skip(1).Select(assembly => assembly.GetName().Name!)];

    [Theory, MemberData(nameof(Services))]
    public void A_module_shows_its_module_class_and_what_its_pages_name(string service) =>
        Assert.Equal("", string.Join('\n', Faults(Assembly.Load(service).GetExportedTypes())));

    [Fact]
    public void Canary_a_public_type_that_no_page_names_is_reported() =>
        Assert.Equal(
            ["Oversight.Architecture.Tests.PublicTypeTests+Stray is public and no page names it"],
            Faults([typeof(Registry.RegistryModule), typeof(Page), typeof(Shown), typeof(Inner), typeof(Stray)]));

    [Fact]
    public void Every_type_that_a_tool_is_said_to_write_is_there() =>
        Assert.Empty(WrittenByTools.Keys.Except(
            ServiceContexts.Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Name)));

    private static List<string> Faults(Type[] exported)
    {
        var named = NamedByPages(exported);
        return
        [
            .. exported.Where(
                type => !named.Contains(type) && !IsModule(type) && !type.IsSubclassOf(typeof(Migration))
                    && !WrittenByTools.ContainsKey(type.Name))
                .Select(type => $"{type.FullName} is public and no page names it").Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsModule(Type type) =>
        type.FullName == $"{type.Assembly.GetName().Name}.{type.Assembly.GetName().Name!.Split('.')[^1]}Module";

    // What an accessible member of a public type names must be public itself (CS0050 to CS0061).
    private static HashSet<Type> NamedByPages(Type[] exported)
    {
        var (named, open) = (new HashSet<Type>(), new Queue<Type>(exported.Where(type => type.IsAssignableTo(typeof(IComponent)))));
        while (open.TryDequeue(out var type))
        {
            if (exported.Contains(type) && named.Add(type))
            {
                foreach (var other in Signatures(type).SelectMany(Parts))
                {
                    open.Enqueue(other);
                }
            }
        }

        return named;
    }

    private static IEnumerable<Type> Signatures(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(Declared).Where(IsAccessible).ToList();
        return
        [
            .. type.GetConstructors(Declared).Where(IsAccessible).SelectMany(constructor => constructor.GetParameters())
                .Select(parameter => parameter.ParameterType),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. methods.Select(method => method.ReturnType),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                .Select(field => field.FieldType),
            .. type.GetInterfaces().Append(type.BaseType).Append(type.DeclaringType).OfType<Type>(),
        ];
    }

    private static bool IsAccessible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private sealed class Page : ComponentBase
    {
        [Parameter]
        public IReadOnlyList<Shown>? Rows { get; set; }
    }

    private sealed record Shown(Inner[] Parts);

    private sealed record Inner(string Text);

    private sealed record Stray(string Text);
}
